"""Matching finds what shares its words, keeps its index equal to its items, and measures without leaving a trace."""

import gzip
import itertools
import json
from io import StringIO

import numpy as np
import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from matchmaking.matching import judged, ranking, training
from matchmaking.matching.features import NAMES, features
from matchmaking.matching.index import TABLES, Item, put, refresh, remove, scratch
from matchmaking.matching.query import Lookup, ask
from matchmaking.matching.terms import BREAK, SENTENCE, SEQUENCE, normalise, readable, sequence

ITEMS = [
    Item(
        1,
        "离子型稀土高效浸出技术",
        "针对离子型稀土矿浸出率低、氨氮污染重的问题，开发镁盐浸取剂。浸出率达到百分之九十五。",
    ),
    Item(2, "脐橙黄龙病快速检测试剂盒", "用于田间快速检测柑橘黄龙病，三十分钟出结果，灵敏度高。"),
    Item(3, "钨合金刀具涂层", "通过物理气相沉积在硬质合金刀具表面制备 TiAlN 涂层，寿命提高两倍。"),
    Item(4, "稀土永磁电机", "采用钕铁硼永磁材料的高效电机，用于新能源汽车。"),
    Item(5, "家具木材阻燃处理", "对松木板材进行环保阻燃处理，达到 B1 级。"),
]
pytestmark = pytest.mark.django_db


@pytest.fixture
def indexed(db):
    """The five items, in tables of their own."""
    with connection.cursor() as cursor:
        cursor.execute("; ".join(f"DELETE FROM matchmaking_{table}" for table in TABLES))
    put(1, ITEMS)


def tables():
    """Everything the index holds, by item."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT d.object_id, p.term, round(p.weight::numeric, 3) FROM matchmaking_matchposting p "
            "LEFT JOIN matchmaking_matchdocument d ON d.id = p.document_id ORDER BY 1, 2"
        )
        postings = cursor.fetchall()
        cursor.execute(
            "SELECT kind, term, documents, titles, occurrences FROM matchmaking_matchterm WHERE documents > 0 ORDER BY 1, 2"
        )
        terms = cursor.fetchall()
        cursor.execute("SELECT kind, documents, round(length) FROM matchmaking_matchsize")
        return postings, terms, cursor.fetchall()


def numbers(text, kind=1):
    return [match.number for match in ranking.best(kind, text)]


def test_a_text_becomes_its_pairs_words_and_breaks():
    terms = sequence("稀土ＰＥＴ，钨。")

    assert [readable(int(term)) for term in terms if term not in (BREAK, SENTENCE)] == ["稀土", "", "钨"]
    assert terms[-1] == SENTENCE
    assert list(sequence("PET")) == list(sequence("ｐｅｔ"))


@given(st.text())
def test_normalising_twice_changes_nothing_more(text):
    once = normalise(text)

    assert list(sequence(once)) == list(sequence(text)) or normalise(once) != once


@given(st.text(alphabet="稀土钨橙，。ab1 \U00020000", max_size=30))
def test_a_sequence_holds_every_pair_of_neighbouring_characters(text):
    found = {readable(int(term)) for term in sequence(text)}
    pairs = {a + b for a, b in itertools.pairwise(text) if "\u3400" <= min(a, b) <= max(a, b) <= "\u9fff"}

    assert pairs <= found


def test_a_character_outside_the_basic_plane_is_found_beside_its_neighbours(indexed):
    put(1, [Item(31, "𠀀土合金", "")])

    assert numbers("𠀀土") == [31]
    assert {readable(int(term)) for term in sequence("稀土𠀀橙")} == {"稀土", ""}


@given(st.lists(st.integers(-(2**31), 2**31 - 1), min_size=1, max_size=700, unique=True), st.data())
def test_a_term_is_looked_up_where_it_stands(known, data):
    terms = np.sort(np.array(known, SEQUENCE))
    wanted = np.array(data.draw(st.lists(st.sampled_from(known) | st.integers(-(2**31), 2**31 - 1))), SEQUENCE)

    places = Lookup(terms).places(wanted)

    assert (terms[places] == wanted).tolist() == np.isin(wanted, terms).tolist()


def test_the_terms_of_a_usual_demand_need_no_search(db):
    assert Lookup(np.unique(sequence("".join(map(chr, range(0x4E00, 0x4E00 + 300)))))).table is not None


def test_features_are_what_counting_one_document_after_the_other_gives(indexed):
    text = "我公司稀土矿山浸出率低，氨氮污染严重。寻求稀土永磁电机高效技术，稀土矿 TiAlN"
    query = ask(1, text)
    chosen = ranking.candidates(1, query)
    told = dict(zip(NAMES, features(query, chosen).T, strict=True))
    known, idf = query.terms.tolist(), dict(zip(query.terms.tolist(), query.idf.tolist(), strict=True))

    for place, number in enumerate(chosen.numbers.tolist()):
        item = ITEMS[number - 1]
        for side, words in (("title", item.title), ("text", item.text)):
            terms = sequence(words).tolist()
            runs = [list(run) for shared, run in itertools.groupby(terms, lambda term: term in known) if shared]
            size = len([term for term in terms if term not in (BREAK, SENTENCE)])
            assert told[f"{side}_covered"][place] == pytest.approx(sum(map(len, runs)) / size)
            assert told[f"longest_in_{side}"][place] == max(map(len, runs), default=0)
            assert told[f"phrase_in_{side}"][place] == pytest.approx(
                max((sum(map(idf.get, run)) for run in runs), default=0)
            )
        both = {term for words in (item.title, item.text) for term in sequence(words).tolist()} & set(known)
        assert told["terms_matched"][place] == pytest.approx(len(both) / len(known))
        assert told["best_three"][place] == pytest.approx(sum(sorted((idf[term] for term in both), reverse=True)[:3]))


def test_a_demand_finds_the_achievement_that_shares_its_words_first(indexed):
    assert numbers("我公司稀土矿山浸出率低，氨氮污染严重，寻求新的浸取剂")[0] == 1
    assert numbers("柑橘黄龙病检测")[0] == 2
    assert numbers("TiAlN")[0] == 3


def test_nothing_in_common_finds_nothing(indexed):
    assert numbers("区块链金融风控") == []
    assert numbers("") == []
    assert numbers("！！！") == []


def test_kinds_are_apart(indexed):
    put(2, [Item(9, "稀土浸出废水处理", "")])

    assert numbers("稀土浸出", kind=2) == [9]
    assert 9 not in numbers("稀土浸出", kind=1)


def test_changing_removing_and_any_order_leave_the_same_index(indexed):
    refresh(1)
    wanted = tables()

    put(1, [Item(3, "别的题目", "别的内容"), Item(77, "多出来的一项", "稍后撤下")])
    remove(1, [77, 5, 12345])
    put(1, [ITEMS[4], ITEMS[2]])
    put(1, reversed(ITEMS))
    refresh(1)

    assert tables() == wanted


def test_an_unchanged_item_is_not_written_again(indexed):
    assert put(1, [*ITEMS[:4], Item(5, ITEMS[4].title, "改过的说明")]) == 1


def test_the_postings_are_read_from_their_index_alone(indexed):
    put(1, (Item(n, f"第{n}项技术", "工艺设备材料" * 3 + str(n)) for n in range(100, 3000)))
    query = ask(1, "稀土浸出率低")
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE matchmaking_matchposting; ANALYZE matchmaking_matchdocument")
        cursor.execute("EXPLAIN " + ranking._CHOOSE, [query.terms.tolist(), query.weights.tolist(), 1, 100])
        plan = "\n".join(row[0] for row in cursor.fetchall())

    assert "matchmaking_matchposting_once" in plan
    assert "Seq Scan on matchmaking_matchposting" not in plan


def test_equal_texts_fit_equally_and_come_in_one_order(indexed):
    put(1, [Item(21, "激光焊接", "用于薄板"), Item(20, "激光焊接", "用于薄板")])

    first = ranking.best(1, "激光焊接薄板")
    assert first == ranking.best(1, "激光焊接薄板")
    assert first[0].fit == first[1].fit


def test_a_common_word_alone_still_finds(db):
    put(3, (Item(n, f"技术{n}", "") for n in range(300)))

    assert len(numbers("技术", kind=3)) == 20


def write(path, rows):
    with gzip.open(path, "wt") as file:
        file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
    return path


@pytest.fixture
def judged_files(tmp_path):
    docs = write(tmp_path / "docs.jsonl.gz", [{"id": f"d{i.number}", "title": i.title, "text": i.text} for i in ITEMS])
    queries = write(
        tmp_path / "queries.jsonl.gz",
        [
            {"id": 0, "text": "稀土浸出率低，氨氮污染", "relevant": ["d1"]},
            {"id": 1, "text": "黄龙病检测", "relevant": ["d2"]},
            {"id": 2, "text": "区块链金融", "relevant": ["d5"]},
        ],
    )
    return docs, queries


@pytest.mark.django_db(transaction=True)
def test_match_eval_measures_and_leaves_nothing(judged_files):
    docs, queries = judged_files
    before, out = tables(), StringIO()

    call_command("match_eval", docs=docs, queries=queries, json=True, stdout=out)

    found = json.loads(out.getvalue())
    assert set(found) == {"n", "mrr@10", "recall@10", "ndcg@10", "p50_ms", "p95_ms", "index_s", "docs"}
    assert (found["n"], found["docs"]) == (3, 5)
    assert found["mrr@10"] == found["recall@10"] == found["ndcg@10"] == pytest.approx(2 / 3, abs=1e-4)
    assert tables() == before
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_namespace WHERE nspname LIKE 'match_scratch%'")
        assert cursor.fetchone() == (0,)


@pytest.mark.django_db(transaction=True)
def test_match_eval_needs_no_migrated_database(judged_files):
    docs, queries = judged_files
    out = StringIO()
    with connection.cursor() as cursor:
        cursor.execute("CREATE SCHEMA nothing_here; SET search_path TO nothing_here")
        try:
            call_command("match_eval", docs=docs, queries=queries, json=True, stdout=out)
        finally:
            cursor.execute("RESET search_path; DROP SCHEMA nothing_here")

    assert json.loads(out.getvalue())["n"] == 3


@pytest.mark.django_db(transaction=True)
def test_match_eval_searches_only_the_fields_it_is_told(judged_files):
    docs, _queries = judged_files
    with scratch():
        judged.index_documents(docs, ["text"])
        assert numbers("离子型稀土高效浸出技术", kind=judged.KIND)[0] == 0
        assert numbers("家具", kind=judged.KIND) == []


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("{不是JSON", "不是一个 JSON 对象"),
        ('{"id": 1, "text": "x"}', "缺少 relevant"),
        ('{"id": 1, "text": "x", "relevant": ["d99"]}', "d99 不在文档文件中"),
    ],
)
def test_match_eval_names_the_line_it_cannot_read(judged_files, tmp_path, line, words):
    docs, _queries = judged_files
    bad = tmp_path / "bad.jsonl"
    bad.write_text(line + "\n")

    with pytest.raises(CommandError, match=words):
        call_command("match_eval", docs=docs, queries=bad)


def test_training_learns_what_the_index_alone_does_not_know():
    generator = np.random.default_rng(3)
    examples = []
    for _ in range(200):
        inputs = generator.normal(size=(20, 4)).astype(np.float32)
        right = int(np.argmax(inputs[:, 2]))
        examples.append(training.Example(inputs, right))

    model = training.train(examples, ridge=1)

    assert (
        np.mean(training.reciprocal_ranks(model, examples)) > 0.95 > np.mean(training.reciprocal_ranks(None, examples))
    )
