"""How well and how fast the matcher finds passages, beside SQLite's FTS5: `uv run python -m tests.benchmarks.search`.

Printed, never asserted: times depend on the machine, and the public sets are not ours to ship.
"""

from __future__ import annotations

import argparse
import importlib
import sys
import time
import tracemalloc
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from bot.history.model import Fact, World
from bot.history.search import Index
from bot.history.titles import Titles
from bot.language import Language
from tests.benchmarks import labelled
from tests.benchmarks.adapter import Matcher, passage_fact, titled_fact
from tests.benchmarks.porter import Porter
from tests.labelled.questions import aside

DATA = Path(__file__).resolve().parents[3] / "shared" / "benchmarks" / "data"
NOISES = ("clean", "phone")
SIZES = (100, 1_000, 10_000)
QUESTIONS = 2_000


def load_script(data: Path) -> Any:
    """The public benchmark script that stands beside `data`, reading from there."""
    sys.path.insert(0, str(data.resolve().parent))
    script = importlib.import_module("retrieval")
    script.DATA = str(data.resolve())  # type: ignore[attr-defined]
    return script


def compare(script: Any) -> None:
    """Print hit@1 of both matchers on every set, clean and as typed on a phone, and how well ours refuses."""
    print(f"{'set':10} {'matcher':8} " + " ".join(f"{noise:>8}" for noise in NOISES) + "     lost")
    for name in script.TEST_SETS:
        passages = script.load(name)[0]
        for matcher in (Matcher(), Porter(script.STOP)):
            matcher.index(passages)
            hits = [script.evaluate(matcher, script.queries(name, noise, QUESTIONS))["hit1"] for noise in NOISES]
            shown = " ".join(f"{hit:8.3f}" for hit in hits)
            print(f"{name:10} {type(matcher).__name__:8} {shown} {hits[0] - hits[-1]:8.3f}")
    for noise in NOISES:
        refusal = script.refusal(Matcher(), "selqa_dev", noise=noise)
        print(f"refusal {noise}: " + ", ".join(f"{name} {value:.3f}" for name, value in refusal.items()))


def measure(script: Any) -> None:
    """Print what one search, one fact more or less, the whole index and completing a title cost at several sizes."""
    passages = script.load("nqg_tune")[0] + script.load("selqa_dev")[0]
    asked = [query for noise in NOISES for query, _, _ in script.queries("nqg_tune", noise, 300)]
    print(
        f"{'facts':>7} {'search p50':>11} {'p99':>8} {'add+remove':>11} {'build':>9} {'memory':>9} "
        f"{'complete p50':>13} {'p99':>8}"
    )
    for size in SIZES:
        # The sets hold some 7,300 texts: longer ones are cut in two for the largest size.
        texts = (passages + [text[len(text) // 2 :] for text in passages])[:size]
        facts = [passage_fact(str(place), text) for place, text in enumerate(texts)]
        begun = time.process_time()
        index = Index(facts)
        built = time.process_time() - begun
        times = sorted(_cost(partial(index.search, query)) for query in asked)
        changed = sum(_cost(partial(_replace, index, fact)) for fact in facts[:20]) / 20
        completions = _completing(texts)
        print(
            f"{size:7,} {_at(times, 0.5) * 1e3:8.2f} ms {_at(times, 0.99) * 1e3:5.2f} ms "
            f"{changed * 1e3:8.2f} ms {built:7.2f} s {_memory(facts):6.1f} MB "
            f"{_at(completions, 0.5) * 1e3:10.2f} ms {_at(completions, 0.99) * 1e3:5.2f} ms"
        )


def _replace(index: Index, fact: Fact) -> None:
    index.remove(fact.id)
    index.add(fact)


def _memory(facts: Sequence[Fact]) -> float:
    """What an index of these facts holds in memory, in megabytes."""
    tracemalloc.start()
    index = Index(facts)
    held = tracemalloc.get_traced_memory()[0]
    tracemalloc.stop()
    return held / 1e6 if len(index) else 0.0


def _completing(texts: Sequence[str]) -> list[float]:
    """The seconds that completing each of some 300 half-typed titles takes, in order; every third has a slip."""
    titles = [" ".join(text.split()[:6]) for text in texts]
    completer = Titles([titled_fact(str(place), title) for place, title in enumerate(titles)])
    typed = [title[: 4 + place % 12] for place, title in enumerate(titles[:: max(1, len(titles) // 300)])]
    typed = [part[:1] + part[2:] if place % 3 == 0 else part for place, part in enumerate(typed)]
    work = [partial(completer.complete, part, Language.EN, tuple(World)) for part in typed]
    # The first misspelt beginning of each length sorts the titles for all that follow.
    for complete in work:
        complete()
    return sorted(map(_cost, work))


def _cost(work: Callable[[], object]) -> float:
    begun = time.process_time()
    work()
    return time.process_time() - begun


def _at(times: Sequence[float], share: float) -> float:
    return times[min(len(times) - 1, int(share * len(times)))]


def main() -> None:
    """Run what was asked for: the labelled questions, those to develop on, or both parts on the public sets given."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=DATA, help="the folder of the public tuning sets")
    parser.add_argument("--labelled", action="store_true", help="the labelled questions instead of the public sets")
    parser.add_argument("--development", action="store_true", help="the questions to tune and develop on instead")
    parser.add_argument("--aside", action="store_true", help="the questions not read meanwhile, before and after")
    given = parser.parse_args()
    if given.labelled or given.development or given.aside:
        sets = labelled.halves() if given.labelled else {}
        sets |= labelled.developing() if given.development else {}
        labelled.compare(sets | ({"aside": aside()} if given.aside else {}))
        return
    data: Path = given.data
    if not data.is_dir():
        parser.error(f"{data} is not a folder: give the public tuning sets with --data")
    script = load_script(data)
    compare(script)
    measure(script)


if __name__ == "__main__":
    main()
