"""Lays the context of a repository before a task.

    python3 -I -B context/ --workspace=DIR --task=FILE --level=minimal|standard|full|600…2000
        --time=2026-01-15T14:30:00Z --injection=ID --run=ID --repository=NAME --agent=NAME
        --prompt=FILE --account=FILE

Writes the prompt, where the repository has anything to say, and the account of it (context.json). The same work tree,
arguments and task make the same bytes. Nothing of the work tree is run.
"""

import argparse
import datetime
import json
import re
import sys

from document import Document, budget
from sections import gather
from tree import Tree, printable


def arguments():
    parser = argparse.ArgumentParser(allow_abbrev=False)
    for name in "workspace task level time injection run repository agent prompt account".split():
        parser.add_argument(f"--{name}", required=True)
    return parser.parse_args()


def main():
    asked = arguments()
    if (size := budget(asked.level)) is None:
        sys.exit(f"there is no context level '{asked.level}'")
    if not re.fullmatch(r"[A-Za-z0-9-]{1,64}", asked.injection):
        sys.exit("the injection's id has other characters than letters, digits and dashes, or too many")
    today = datetime.datetime.strptime(asked.time, "%Y-%m-%dT%H:%M:%SZ").date()
    limit, allocation = size
    tree = Tree(asked.workspace)
    document = Document(gather(tree, allocation, today), limit, allocation, asked.injection)
    account = {
        "injection_id": asked.injection,
        "run_id": printable(asked.run),
        "timestamp": asked.time,
        "repo": printable(asked.repository),
        "executor": printable(asked.agent),
        "level": asked.level,
        **document.account(),
        "skipped": dict(sorted(tree.skipped.items())),
    }
    account["provenance"] = {name: printable(path) for name, path in account["provenance"].items()}
    if document.sections:
        with open(asked.task, "rb") as task, open(asked.prompt, "wb") as prompt:
            prompt.write(document.prompt(task.read()))
    with open(asked.account, "w", encoding="utf-8") as file:
        json.dump(account, file, ensure_ascii=False, indent=2)
        file.write("\n")


main()
