"""Real data for tasks that the sets of docs/results.md have none for, made from those: python make-sets.py DATA OUT

temperature/   regression: half-hourly electricity demand of a day (vic_elec, 48 steps) -> that day's highest temperature;
               days in the order of time, the last fifth is the test part
watch-steps/   one label per step: all recordings of a person (sensor-watch-shoulder) one after the other, with the
               exercise of each row; the parts, whole persons, are those of labels.csv
"""

import csv
import sys
from collections import defaultdict
from datetime import datetime, timedelta
from pathlib import Path

data, out = Path(sys.argv[1]), Path(sys.argv[2])


def temperature() -> None:
    days = defaultdict(list)
    with open(data / "forecast/vic_elec.csv", newline="") as file:
        for row in csv.DictReader(file):
            # Melbourne is ten hours ahead (daylight saving moves the day by one hour of 48 half-hours).
            local = datetime.fromisoformat(row["Time"].replace("Z", "+00:00")) + timedelta(hours=10)
            days[local.date()].append((float(row["Demand"]), float(row["Temperature"])))
    whole = [(day, rows) for day, rows in sorted(days.items()) if len(rows) == 48]
    border = round(0.8 * len(whole))
    folder = out / "temperature"
    folder.mkdir(parents=True, exist_ok=True)
    for part, chosen in (("TRAIN", whole[:border]), ("TEST", whole[border:])):
        with open(folder / f"Temperature_{part}.ts", "w") as file:
            file.write("@problemName Temperature\n@timeStamps false\n@missing false\n@univariate true\n")
            file.write("@equalLength true\n@seriesLength 48\n@targetLabel true\n@data\n")
            for _, rows in chosen:
                file.write(",".join(f"{demand:.1f}" for demand, _ in rows))
                file.write(f":{max(t for _, t in rows)}\n")


def watch_steps() -> None:
    source = data / "sensor-watch-shoulder"
    people = defaultdict(list)
    parts = {}
    with open(source / "labels.csv", newline="") as file:
        for row in csv.DictReader(file):
            people[row["subject"]].append((row["file"], row["label"]))
            parts[row["subject"]] = row["split"]
    for subject, recordings in people.items():
        folder = out / "watch-steps" / parts[subject]
        folder.mkdir(parents=True, exist_ok=True)
        with open(folder / f"subject{subject}.csv", "w", newline="") as file:
            writer = None
            for name, label in sorted(recordings):
                with open(source / name, newline="") as rows:
                    for row in csv.DictReader(rows):
                        row.pop("time", None)
                        row.pop("timestamp", None)
                        row["exercise"] = label
                        if writer is None:
                            writer = csv.DictWriter(file, row.keys())
                            writer.writeheader()
                        writer.writerow(row)


temperature()
watch_steps()
