"""What a peer needs to read one CSV file, or every one below a folder, into memory. Prints one JSON line."""
import glob
import json
import sys
import time

who, path = sys.argv[1:]
is_file = path.endswith(".csv")
if who == "pandas":
    import pandas as peer
else:
    import duckdb as peer
started = time.perf_counter()
if who == "pandas":
    paths = [path] if is_file else glob.glob(f"{path}/**/*.csv", recursive=True)
    tables = [peer.read_csv(each) for each in paths]
    rows = sum(len(table) for table in tables)
else:
    found = path if is_file else f"{path}/**/*.csv"
    columns = peer.sql(f"select * from read_csv_auto('{found}')").fetchnumpy()
    rows = len(columns["time"])
print(json.dumps({"rows": rows, "readSeconds": time.perf_counter() - started, "version": peer.__version__}))
