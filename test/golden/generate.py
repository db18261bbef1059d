# Makes golden.json and estimators.json from the definitions, or compares them with what it makes; README.md says how to call it.

import argparse
import json
import sys
from multiprocessing import Pool
from pathlib import Path

import cases
from entries import SECTIONS, golden_result, recipe_of, section_entry

FOLDER = Path(__file__).parent


def golden_case(pool, case):
    results = pool.starmap(golden_result, [(case, n) for n in case.n], chunksize=1)
    return {**recipe_of(case), 'results': results}


def section(pool, name):
    return pool.starmap(section_entry, [(name, arguments) for arguments in SECTIONS[name][1]], chunksize=1)


def committed(file):
    return json.loads((FOLDER / file).read_text())


def documents(pool, chosen):
    """Both files as they should be; what is not chosen is taken from the files as they are."""

    def make(name, generate, stored):
        if chosen not in (None, name):
            return stored[name]
        print(f'{name} …', file=sys.stderr, flush=True)
        return generate()

    golden = {case['name']: case for case in committed('golden.json')} if chosen else {}
    estimators = committed('estimators.json') if chosen else {}
    return {
        'golden.json': [make(c.name, lambda: golden_case(pool, c), golden) for c in cases.GOLDEN],
        'estimators.json': {name: make(name, lambda: section(pool, name), estimators) for name in SECTIONS},
    }


def differences(made, stored, path):
    """Every place in which two documents differ, as a line of text."""
    if type(made) is not type(stored):
        yield f'{path}: made {made!r}, stored {stored!r}'
    elif isinstance(made, list) and len(made) == len(stored):
        for i, pair in enumerate(zip(made, stored)):
            yield from differences(*pair, f'{path}[{i}]')
    elif isinstance(made, dict) and list(made) == list(stored):
        for key in made:
            yield from differences(made[key], stored[key], f'{path}.{key}')
    elif isinstance(made, dict):
        yield f'{path}: made keys {list(made)}, stored keys {list(stored)}'
    elif made != stored:
        yield f'{path}: made {made!r}, stored {stored!r}'


def check(file, document):
    """Whether the file holds exactly this document; says where it does not."""
    lines = list(differences(document, committed(file), file))
    print(*lines, sep='\n', end='\n' if lines else '')
    same = json.dumps(document, indent=0) == (FOLDER / file).read_text()
    print(f'{file}: {"the same bytes" if same else f"{len(lines)} differences"}')
    return same


def parse_arguments():
    names = [case.name for case in cases.GOLDEN] + list(SECTIONS)
    parser = argparse.ArgumentParser(description='Makes golden.json and estimators.json from the definitions.')
    parser.add_argument('--check', action='store_true', help='write nothing; compare, and exit with 1 on a difference')
    parser.add_argument('--case', choices=names, metavar='NAME', help='only this case of golden.json or section of estimators.json')
    return parser.parse_args()


def main():
    options = parse_arguments()
    with Pool() as pool:
        made = documents(pool, options.case)
    if options.check:
        # A list, so that both files are compared.
        return 0 if all([check(file, document) for file, document in made.items()]) else 1
    for file, document in made.items():
        (FOLDER / file).write_text(json.dumps(document, indent=0))
    return 0


if __name__ == '__main__':
    sys.exit(main())
