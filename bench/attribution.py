"""Measures who says what: content F1 and speakers on annotated news, ours against a baseline, and articles a second.

usage: python bench/attribution.py ARTICLES.jsonl [--transcripts TURNS.jsonl] [--part all|even|odd] [--baseline]
       [--chance DOCUMENTS.jsonl]

ARTICLES: one a line, `id`, `text`, `attributions` = [{content, source: [[start, end], …], speech: bool}]. A content of
ours is right when its characters overlap a gold one with Jaccard >= 0.5, one to one, best first; precision counts any
gold attribution, recall those of speech. A speaker is right when mention and gold source share half of the shorter.
TURNS: `text` and `turns` = [{speaker, text}]. `--part` takes every second article by its id: develop on one half, check
on the other. `--baseline` adds textacy's extractor of direct quotations. All rates are of one
process in this run, by processor time.
`--chance` tells how alike sentences of reports of different events are (`genre` news), for the threshold of drift.
"""

from __future__ import annotations

import argparse
import json
import re
import time
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any

from framing.attribute import english, patterns
from framing.attribute.turns import find_turns
from framing.drift import compare_texts

Span = tuple[int, int]
Found = list[tuple[Sequence[Span], Span | None]]  # content, speaker


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("articles", type=Path)
    parser.add_argument("--transcripts", type=Path)
    parser.add_argument("--part", choices=["all", "even", "odd"], default="all")
    parser.add_argument("--baseline", action="store_true")
    parser.add_argument("--chance", type=Path)
    given = parser.parse_args()
    articles = [json.loads(line) for line in given.articles.read_text(encoding="utf-8").splitlines() if line.strip()]
    articles = sorted(articles, key=lambda article: article["id"])
    articles = {"all": articles, "even": articles[::2], "odd": articles[1::2]}[given.part]
    texts = [article["text"] for article in articles]
    print(f"{len(articles)} articles, {sum(map(len, texts)) / 1e6:.2f} million characters")
    ways: dict[str, Callable[[Sequence[str]], Iterable[Found]]] = {"parser and rules": with_parser, "patterns": alone}
    if given.baseline:
        ways["textacy direct_quotations"] = baseline
    first = 0.0
    for name, find in ways.items():
        start = time.process_time()
        found = list(find(texts))
        rate = len(texts) / (time.process_time() - start)
        first = first or rate
        print(f"{name:<28}{score(articles, found)}  {rate:6.1f} articles a second of one core ({rate / first:.2f})")
    if given.transcripts:
        print(f"transcripts: {transcript_agreement(given.transcripts)}")
    if given.chance:
        rows = [json.loads(line) for line in given.chance.read_text(encoding="utf-8").splitlines()]
        reports = [row["text"] for row in rows if row["genre"] == "news"]
        print(f"closest sentences of {len(reports)} reports: {chance_similarity(reports):.2f} at the ninth tenth")


def with_parser(texts: Sequence[str]) -> Iterable[Found]:
    """Ours where a parser is installed."""
    pipeline = english.load_parser()
    return ([(a.spans, a.mention) for a in found] for found in english.find_quotes_in_texts(texts, parser=pipeline))


def alone(texts: Sequence[str]) -> Iterable[Found]:
    """Ours without a parser."""
    return ([(a.spans, a.mention) for a in patterns.find_quotes(text)] for text in texts)


def baseline(texts: Sequence[str]) -> Iterable[Found]:
    """textacy's extractor on the same parser; an article on which it raises has nothing."""
    from textacy.extract.triples import direct_quotations

    pipeline = english.load_parser()
    for doc in pipeline.pipe(texts, batch_size=16):
        found: Found = []
        try:
            for quote in direct_quotations(doc):
                speaker = (
                    (quote.speaker[0].idx, quote.speaker[-1].idx + len(quote.speaker[-1])) if quote.speaker else None
                )
                found.append(([(quote.content.start_char, quote.content.end_char)], speaker))
        except ValueError:
            found = []
        yield found


def score(articles: Sequence[dict[str, Any]], found: Sequence[Found]) -> str:
    """Precision, recall of speech, F1, and speakers right of the matched pairs whose gold names one."""
    predicted = hits = speech = hit_speech = named = right = 0
    for article, own in zip(articles, found, strict=True):
        gold = [(characters(g["content"]), characters(g["source"]), g["speech"]) for g in article["attributions"]]
        predicted += len(own)
        speech += sum(is_speech for _, _, is_speech in gold)
        for i, j in match([characters(spans) for spans, _ in own], [content for content, _, _ in gold]).items():
            hits += 1
            hit_speech += gold[j][2]
            if gold[j][1]:
                named += 1
                right += same_speaker(own[i][1], gold[j][1])
    precision, recall = hits / max(1, predicted), hit_speech / max(1, speech)
    f1 = 2 * precision * recall / max(1e-9, precision + recall)
    return f"P {precision:.3f} R {recall:.3f} F1 {f1:.3f} speaker {right / max(1, named):.3f}"


def characters(spans: Sequence[Sequence[int]]) -> set[int]:
    return {place for start, end in spans for place in range(start, end)}


def match(own: Sequence[set[int]], gold: Sequence[set[int]]) -> dict[int, int]:
    """Pairs with a Jaccard of at least one half, the best first, each used once."""
    pairs = [
        (len(a & b) / len(a | b), i, j)
        for i, a in enumerate(own)
        for j, b in enumerate(gold)
        if a & b and len(a & b) >= 0.5 * len(a | b)
    ]
    chosen: dict[int, int] = {}
    for _, i, j in sorted(pairs, reverse=True):
        if i not in chosen and j not in chosen.values():
            chosen[i] = j
    return chosen


def same_speaker(mention: Span | None, gold: set[int]) -> bool:
    own = set(range(*mention)) if mention else set()
    return bool(gold & own) and len(own) <= 150 and 2 * len(gold & own) >= min(len(gold), len(own))


def transcript_agreement(path: Path) -> str:
    """Turns whose speaker ends in the name we found at the place of their words."""
    agreed = total = 0
    for line in path.read_text(encoding="utf-8").splitlines():
        record = json.loads(line)
        turns, at = find_turns(record["text"]), 0
        for gold in record["turns"]:
            at = record["text"].find(gold["text"], at)
            total += 1
            speakers = [turn.speaker for turn in turns if turn.content_start <= at < turn.end]
            agreed += any(f" {gold['speaker']}".casefold().endswith(f" {name}".casefold()) for name in speakers)
            at += len(gold["text"])
    return f"{agreed} of {total} speakers agree ({agreed / total:.4f})"


def chance_similarity(reports: Sequence[str], quantile: float = 0.9) -> float:
    """How alike each other's closest sentences of reports of different events are, at this quantile (for drift)."""
    found: list[float] = []
    cut = [re.split(r"(?<=[.!?”\"]) (?=[A-Z“\"])|\n+", report) for report in reports]
    for i, left in enumerate(cut):
        for right in cut[i + 1 :]:
            block = compare_texts([*left, *right])[: len(left), len(left) :]
            best_right, best_left = block.argmax(axis=1), block.argmax(axis=0)
            found += [float(block[a, b]) for a, b in enumerate(best_right) if best_left[b] == a]
    return sorted(found)[int(quantile * len(found))]


if __name__ == "__main__":
    main()
