#!/bin/sh
# Which epoch of a run should be kept? bench/early-stopping/run.sh SETS OUT [SEEDS]
#
# SETS holds a folder for each data set (NAME_TRAIN.ts and NAME_TEST.ts as aeon ships them). For each set and seed the default GRU is
# trained twice to its last epoch, on the training part and on training and validation part together; after every epoch the validation loss
# and the test score are written to OUT/NAME.SEED.MERGED.jsonl. read.py then applies every rule to the same trainings. Run in a worktree of its
# own: a patch lets the training look at the test part, which the lab never does.
set -e
sets=$1
out=$2
seeds=${3:-"1 2 3 4 5"}
mkdir -p "$out"
git apply bench/early-stopping/every-epoch.patch
trap 'git apply -R bench/early-stopping/every-epoch.patch' EXIT
npm run build
for seed in $seeds; do
  for set in "$sets"/*/; do
    name=$(basename "$set")
    for merged in 0 1; do
      file=$out/$name.$seed.$merged.jsonl
      rm -f "$file"
      [ $merged = 1 ] && UNROLL_MERGE=1 && export UNROLL_MERGE
      UNROLL_TRY=$file bin/unroll --home "$out/home" train "$set" --seed "$seed" --patience 100000 --no-floors --json >"$out/$name.$seed.$merged.json"
      unset UNROLL_MERGE
    done
  done
done
python3 bench/early-stopping/read.py "$out"
