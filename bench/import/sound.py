"""Log-mel features of long sound: the lab's import beside soundfile + librosa, each in a process of its own, in turns.

    python3 -m venv bench/peers/sound && bench/peers/sound/bin/pip install soundfile==0.14.0 librosa==0.11.0
    bench/peers/sound/bin/python bench/import/sound.py --minutes 10 --formats mp3,flac,opus --rounds 1

Makes the files with ffmpeg (pink noise, 48 kHz, mono: ten minutes coded once and repeated). The lab imports two
of them, one per class, and writes the data set; the peers compute the same number of bands per 10 ms of the same two files, one after
the other: `librosa.load` and all at once, as their documentation begins, and in blocks of soundfile, as whoever has
little memory writes it. Prints a line of Markdown for each: seconds, and the largest resident memory of the process and its
children, sampled each 50 ms (Linux). `--minutes 120 --formats flac --peers "soundfile blocks"` for hours: of two hours `librosa.load` would need some 15 GB for what it computes at once.
"""

import argparse
import os
import platform
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PEERS = {
    "librosa.load": """
import sys, librosa
for path in sys.argv[1:]:
    y, rate = librosa.load(path, sr=None, mono=True)
    m = librosa.feature.melspectrogram(y=y, sr=rate, n_fft=2048, win_length=1200, hop_length=480, n_mels=64)
    librosa.power_to_db(m)
""",
    "soundfile blocks": """
import sys, librosa, soundfile
for path in sys.argv[1:]:
    rate = soundfile.info(path).samplerate
    for y in soundfile.blocks(path, blocksize=480 * 6000, dtype='float32'):
        m = librosa.feature.melspectrogram(y=y, sr=rate, n_fft=2048, win_length=1200, hop_length=480, n_mels=64)
        librosa.power_to_db(m)
""",
}
CODECS = {"mp3": ["libmp3lame", "-b:a", "96k"], "flac": ["flac"], "opus": ["libopus", "-b:a", "48k"], "wav": ["pcm_s16le"]}


def ffmpeg(*args: str) -> None:
    subprocess.run(["ffmpeg", "-y", "-hide_banner", "-loglevel", "error", *args], check=True)


def make(folder: Path, ending: str, minutes: int) -> list[Path]:
    """Two files of a format, in a folder each."""
    files = []
    for seed, name in enumerate(("a", "b")):
        ten = folder / f"ten.{ending}"
        noise = f"anoisesrc=r=48000:d={60 * min(10, minutes)}:a=0.1:c=pink:seed={seed + 1}"
        ffmpeg("-f", "lavfi", "-i", noise, "-c:a", *CODECS[ending], str(ten))
        file = folder / "data" / name / f"{name}.{ending}"
        file.parent.mkdir(parents=True)
        # The header of FLAC would go on counting ten minutes.
        how = ["-c:a", *CODECS[ending]] if ending == "flac" else ["-c", "copy"]
        ffmpeg("-stream_loop", str(max(0, minutes // 10 - 1)), "-i", str(ten), *how, str(file))
        ten.unlink()
        files.append(file)
    return files


def resident(pid: int) -> float:
    """MB of a process and its children."""
    total = 0.0
    try:
        for line in open(f"/proc/{pid}/status"):
            if line.startswith("VmRSS"):
                total += int(line.split()[1]) / 1024
        for child in open(f"/proc/{pid}/task/{pid}/children").read().split():
            total += resident(int(child))
    except OSError:
        pass
    return total


def measure(command: list[str]) -> tuple[float, float]:
    """Seconds and MB."""
    start = time.monotonic()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    peak = 0.0
    while process.poll() is None:
        peak = max(peak, resident(process.pid))
        time.sleep(0.05)
    if process.returncode != 0:
        sys.exit(f"{command[0]}: {process.stderr.read().decode()[-500:]}")
    return time.monotonic() - start, peak


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--minutes", type=int, default=10)
    parser.add_argument("--formats", default="mp3,flac,opus")
    parser.add_argument("--rounds", type=int, default=1)
    parser.add_argument("--peers", default=",".join(PEERS), help="librosa.load has no room for hours")
    options = parser.parse_args()
    import librosa
    import soundfile

    node = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout.strip()
    print(f"{platform.machine()}, {os.cpu_count()} hardware threads, load {os.getloadavg()[0]:.1f}; Node {node},")
    print(f"librosa {librosa.__version__}, soundfile {soundfile.__version__}, Python {platform.python_version()}\n")
    print("| 2 files of | who | seconds | MB |\n|---|---|---|---|")
    for ending in options.formats.split(","):
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            files = make(folder, ending, options.minutes)
            best: dict[str, tuple[float, float]] = {}
            for turn in range(options.rounds):
                home = folder / f"home{turn}"
                commands = {"unroll import": [str(ROOT / "bin/unroll"), "--home", str(home), "import", str(folder / "data")]}
                for peer, code in PEERS.items():
                    if peer not in options.peers.split(","):
                        continue
                    commands[peer] = [sys.executable, "-c", code, *map(str, files)]
                for who, command in commands.items():
                    seconds, peak = measure(command)
                    old = best.get(who, (float("inf"), 0.0))
                    best[who] = (min(old[0], seconds), max(old[1], peak))
                shutil.rmtree(home)
            for who, (seconds, peak) in best.items():
                print(f"| {options.minutes} min {ending} | {who} | {seconds:.1f} | {peak:.0f} |", flush=True)


main()
