"""``python -m benchmarks.matching``: prints how well rows are recognised; see ``recognition``."""

import os
import sys

import django

HEAD = "half|pairs of|pairs|right|wrong|wrong, not there|shown|precision|recall"


def main() -> None:
    from benchmarks import recognition

    if not recognition.DATA.exists():
        sys.exit(f"The real lists are not there: {recognition.DATA}")
    print(f"|{HEAD}|\n|{'---|' * len(HEAD.split('|'))}")
    for make in (recognition.register, recognition.research):
        entries, pairs = make()
        for half in ("tuning", "measured"):
            chosen = [pair for pair in pairs if recognition.half_of(pair) == half]
            for name, s in sorted(recognition.measure(entries, chosen).items()):
                counts = (half, name, s.pairs, s.right, s.wrong, s.wrong_without, s.shown)
                print(f"|{'|'.join(map(str, counts))}|{s.precision:.3f}|{s.recall:.3f}|")
    taken, asked, seconds = recognition.false_alarms(recognition.register()[0])
    print(f"\n{taken} of {asked} firms that are not there were taken for another, {seconds:.1f} s.")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    main()
