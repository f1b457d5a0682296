"""How well pairs of records are judged, on the labelled pairs: both halves, and every error.

python benchmarks/judge_matching.py [open|frozen]
"""

from __future__ import annotations

import sys
from pathlib import Path

TESTS = Path(__file__).parents[1] / "tests" / "register"


def main(halves: list[str]) -> None:
    """Print the figures of halves, and their errors."""
    sys.path.insert(0, str(TESTS))
    from labelled_pairs import HALVES, score_half

    for half in halves or HALVES:
        told = score_half(half)
        print(f"{half}: {told.pairs} pairs")
        print(f"  precision of same     {told.precision:.3f}  (aim 0.98)")
        print(f"  recall counting ask   {told.recall:.3f}  (aim 0.95)")
        print(f"  share of ask          {told.ask:.3f}  (aim at most 0.15)")
        print(f"  undecidable, asked    {told.undecidable_asked:.3f}")
        print(f"  parts, found as parts {told.parts_found:.3f}")
        print(f"  judged otherwise than labelled: {len(told.errors)}")
        for row in told.errors.to_dict("records"):
            print(
                f"    {row['pair']}: {row['note']}: «{row['left_name_ru']}» and "
                f"«{row['right_name_ru']}» are {row['label']}, judged {row['verdict']} "
                f"({row['reason']}, {row['distance_m']:.0f} m)"
            )


if __name__ == "__main__":
    main(sys.argv[1:])
