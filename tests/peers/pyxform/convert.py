"""XLSForm to XForm for the comparisons: a line of JSON in, a line of JSON out, in one process.

In: {"survey": [{column: cell}], "choices": […], "settings": […]}.
Out: {"xml": "…"}, or {"error": "…"} for a form that pyxform refuses.
"""

import json
import sys

from pyxform.xls2xform import convert


def converted(sheets):
    """The XForm of one form; ODK Validate stays out, JavaRosa reads the form itself."""
    try:
        return {"xml": convert(sheets, validate=False, form_name="data").xform}
    except Exception as error:  # pyxform has no common class for what it refuses
        return {"error": str(error)}


for line in sys.stdin:
    print(json.dumps(converted(json.loads(line))), flush=True)
