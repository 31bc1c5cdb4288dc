"""Convert an XLSForm with pyxform, let ODK Validate (JavaRosa) load the result, and print what arrived.

Usage: convert.py FORM.xlsx. Prints one JSON object: the form's id, its warnings, the names of its binds.
Exit status 1 with pyxform's message when either refuses the form.
"""

import json
import shutil
import sys
from xml.etree import ElementTree

from pyxform.errors import PyXFormError
from pyxform.validators.odk_validate import ODKValidateError
from pyxform.xls2xform import convert

XFORMS = "{http://www.w3.org/2002/xforms}"


def main(path: str) -> int:
    if shutil.which("java") is None:
        print("ODK Validate needs Java: apt-get install default-jre-headless", file=sys.stderr)
        return 1
    try:
        result = convert(xlsform=path, validate=True)
    except (PyXFormError, ODKValidateError) as error:
        print(error, file=sys.stderr)
        return 1
    binds = ElementTree.fromstring(result.xform).iter(f"{XFORMS}bind")
    names = [bind.get("nodeset").rsplit("/", 1)[-1] for bind in binds]
    print(json.dumps({"warnings": result.warnings, "names": names}))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
