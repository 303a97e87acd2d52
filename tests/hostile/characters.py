"""Bytes that lie about what they are, and characters that no XML can hold."""

from __future__ import annotations

import codecs
import unicodedata

from packager.articles.text.charsets import table
from tests.hostile.sample import PROSE, Sample, bad_page, mark, page

JAPANESE = "今朝、山あいの村で年の初めの市が開かれ、茶や蜂蜜、織物を売る七十余りの店が並んだ。近くの村からも人々が早くから集まった。"
CHINESE = "今天上午，山区的合作社举办了新年第一个集市，七十多个摊位出售茶叶、蜂蜜和织锦。附近各乡的村民一早就下山赶来。"
TRADITIONAL = (
    "今天上午，山區的合作社舉辦了新年第一個市集，七十多個攤位出售茶葉、蜂蜜和織錦。附近各鄉的村民一早就下山趕來。"
)
RUSSIAN = "Утром в горной деревне открылась первая в этом году ярмарка, где продают чай, мёд и ткани. Люди пришли рано."
MARKS, EMBEDDING = "\u0301\u0323", "\u202b"
KOREAN = "오늘 아침 산골 마을에서 올해 첫 장이 열려 차와 꿀, 직물을 파는 일흔이 넘는 가게가 늘어섰다."


def samples():
    """Every sample of this kind."""
    yield from lying_charsets()
    yield from unicode_forms()
    yield from damaged_bytes()
    yield from characters()


def in_charset(name, text, codec, declared):
    """A page in one charset that says it is in another."""
    content = page(name, f"<p>{text}</p>", head=f'<meta charset="{declared}">', title=f"Bai {name}")
    content = content.replace(PROSE, text) if codec not in {"windows-1258", "utf-8"} else content
    if codec == "windows-1258":
        content = unicodedata.normalize("NFD", content)  # its letters are written with marks of their own
        return windows_1258(content)
    return content.encode(codec, "xmlcharrefreplace")


def windows_1258(text):
    """Text in windows-1258, which has the marked vowels but no letter with a tone."""
    out = bytearray()
    for character in unicodedata.normalize("NFC", text):
        for form in (character, *_halves(character)):
            try:
                out += form.encode("windows-1258")
                break
            except UnicodeEncodeError:
                continue
    return bytes(out)


def _halves(character):
    """A letter as a base with its vowel mark, and the tone apart."""
    whole = unicodedata.normalize("NFD", character)
    for cut in range(len(whole) - 1, 0, -1):
        tone = whole[cut]
        yield unicodedata.normalize("NFC", whole[:cut] + whole[cut + 1 :]) + tone


def of_table(text, charset):
    """Text in a charset of `charsets.toml`; what it has no letter for becomes "?"."""
    half = table()["upper_halves"][charset]
    letters = {letter: 128 + place for place, letter in enumerate(half)}
    controls = {letter: int(byte) for byte, letter in table()["viscii_controls"].items()} if charset == "viscii" else {}
    return bytes(
        ord(c) if ord(c) < 128 else letters.get(c, controls.get(c, ord("?")))
        for c in unicodedata.normalize("NFC", text)
    )


def lying_charsets():
    said = "Quyết định số 316 về phiên chợ"
    for codec, declared, text, word in (
        ("gb18030", "iso-8859-1", CHINESE, "合作社"),
        ("gbk", "gb2312", CHINESE, "合作社"),
        ("shift_jis", "utf-8", JAPANESE, "蜂蜜"),
        ("shift_jis", "euc-jp", JAPANESE, "蜂蜜"),
        ("euc-jp", "utf-8", JAPANESE, "蜂蜜"),
        ("big5", "utf-8", TRADITIONAL, "合作社"),
        ("koi8-r", "utf-8", RUSSIAN, "ярмарка"),
        ("windows-1251", "utf-8", RUSSIAN, "ярмарка"),
        ("euc-kr", "utf-8", KOREAN, "마을"),
        ("windows-1258", "utf-8", PROSE, "hợp tác xã"),
        ("utf-8", "windows-1258", PROSE, "hợp tác xã"),
        ("utf-8", "gb2312", PROSE, "hợp tác xã"),
        ("utf-8", "no-such-charset", PROSE, "hợp tác xã"),
        ("utf-8", "utf-16", PROSE, "hợp tác xã"),
    ):
        name = f"charset-{codec}-says-{declared}".replace("_", "-")
        keep = (mark(name, "A"), mark(name, "Z"), word)
        yield bad_page(
            name, f"{codec} that says {declared}", content=in_charset(name, text, codec, declared), keep=keep
        )
    for charset in ("viscii", "tcvn3"):
        name = f"charset-{charset}-says-utf-8"
        content = of_table(page(name, f"<p>{said}</p>"), charset)
        yield bad_page(name, "a charset from before Unicode that says utf-8", content=content,
                       codes=("charset-lies",))  # fmt: skip
    name = "charset-tcvn3-says-windows-1252"
    content = of_table(page(name, head='<meta charset="windows-1252">'), "tcvn3")
    yield bad_page(name, "a font's own charset, as Vietnamese pages did", content=content,
                   keep=(mark(name, "A"), mark(name, "Z"), "hợp tác xã"))  # fmt: skip
    name = "charset-utf-7"
    yield bad_page(name, "UTF-7 that hides a script", "<p>+ADw-script+AD4-alert(1)+ADw-/script+AD4-</p>",
                   head='<meta charset="utf-7">')  # fmt: skip
    name = "charset-says-two"
    head = '<meta charset="shift_jis"><meta http-equiv="Content-Type" content="text/html; charset=koi8-r">'
    yield bad_page(name, "two charsets, both wrong", head=head, keep=(mark(name, "A"), mark(name, "Z"), "hợp tác xã"))


def unicode_forms():
    for codec, bom in (
        ("utf-16-be", b""),
        ("utf-16-be", codecs.BOM_UTF16_BE),
        ("utf-16-le", b""),
        ("utf-16-le", codecs.BOM_UTF16_LE),
        ("utf-32-le", codecs.BOM_UTF32_LE),
        ("utf-32-be", codecs.BOM_UTF32_BE),
    ):
        name = f"unicode-{codec}-{'marked' if bom else 'bare'}"
        content = bom + page(name, head='<meta charset="iso-8859-1">').encode(codec)
        yield bad_page(name, f"{codec}, {'with' if bom else 'no'} byte order mark", content=content)
    for codec in ("utf-32-be", "utf-32-le"):  # browsers do not read it either
        name = f"unicode-{codec}-bare"
        content = page(name, head="").encode(codec)
        yield Sample(
            name, f"{codec} without its mark", {"page.html": content}, outcomes=("failed",), codes=("not-as-named",)
        )
    name = "unicode-utf-16-odd-length"
    content = codecs.BOM_UTF16_LE + page(name).encode("utf-16-le") + b"<"
    yield bad_page(name, "UTF-16 that ends within a unit", content=content, codes=("text-damaged",))
    name = "unicode-mark-thrice"
    yield bad_page(name, "three byte order marks", content=codecs.BOM_UTF8 * 3 + page(name).encode())
    name = "unicode-utf-8-mark-latin-1"
    content = codecs.BOM_UTF8 + page(name, f"<p>Gr\xfc\xdfe {mark(name, 'M')}</p>").encode().replace(
        b"\xc3\xbc", b"\xfc"
    )
    yield bad_page(name, "a UTF-8 mark before bytes that are not", content=content, also="M", codes=("text-damaged",))


def damaged_bytes():
    for name, bad, why in (
        ("bytes-overlong", b"\xc0\xbcscript\xc0\xbe\xe0\x80\xbc", "overlong UTF-8 for a tag"),
        ("bytes-surrogates", "\ud800 \udfff".encode("utf-8", "surrogatepass"), "halves of characters as UTF-8"),
        ("bytes-cesu", b"\xed\xa0\xbd\xed\xb8\x80", "CESU-8"),
        ("bytes-beyond", b"\xf4\x90\x80\x80 \xf8\x88\x80\x80\x80 \xff\xfe", "beyond U+10FFFF"),
        ("bytes-cut", b"h\xe1\xbb", "a letter cut short"),
    ):
        content = page(name, f"<p>?? {mark(name, 'M')}</p>").encode().replace(b"??", bad)
        yield bad_page(name, why, content=content, also="M", codes=("text-damaged",))
    name = "bytes-two-encodings"
    half = (
        page(name).encode().replace(b"</article>", f"<p>{mark(name, 'M')} Gr\xfc\xdfe</p></article>".encode("cp1252"))
    )
    yield bad_page(name, "UTF-8 with a paragraph of windows-1252", content=half, also="M", codes=("text-damaged",))
    name = "bytes-nul-in-tags"
    content = page(name, f"<p\0 cl\0ass='x\0'>{mark(name, 'M')}</\0p><sc\0ript>alert(1)</sc\0ript>").encode()
    yield bad_page(name, "NUL inside tags", content=content, also="M")
    name = "bytes-nul-many"
    content = page(name).encode().replace(b"Z ", b"Z " + b"\0" * 5000)
    yield bad_page(name, "5,000 NUL in one text", content=content, codes=("text-dropped",))
    name = "bytes-form-feeds"
    yield bad_page(name, "controls between words", f"<p>một\x0chai\x0bba\x1b[31m{mark(name, 'M')}\x7f\x85</p>", also="M",
                   codes=("text-dropped",))  # fmt: skip
    name = "bytes-lone-carriage-returns"
    yield bad_page(name, "carriage returns for lines", content=page(name).replace("\n", "\r").encode())


def characters():
    references = (
        "&#0;&#1;&#x1F;&#xD800;&#xDFFF;&#xFFFE;&#xFFFF;&#x110000;&#99999999999999999999;&#x;&#;&#-1;&#x80;&#x9f;"
    )
    yield bad_page("references-illegal", "references to what XML cannot hold",
                   f"<p>{references} {mark('references-illegal', 'M')}</p>", also="M", codes=("text-dropped",))  # fmt: skip
    yield bad_page("references-in-attributes", "the same in attributes",
                   f'<p title="{references}" lang="{references}">{mark("references-in-attributes", "M")}</p>'
                   f'<img src="{references}.png" alt="{references}">', also="M")  # fmt: skip
    yield bad_page("references-unknown", "names that HTML does not know",
                   f"<p>&nothing; &copy &amp;amp;lt;script&amp;gt; &NotEqualTilde; {mark('references-unknown', 'M')}</p>",
                   also="M")  # fmt: skip
    yield bad_page("marks-many", "40,000 combining marks on one letter",
                   f"<p>a{MARKS * 20000} {mark('marks-many', 'M')}</p>", also="M")  # fmt: skip
    yield bad_page("marks-after-tag", "a combining mark right after a tag",
                   f"<p>\u0338{mark('marks-after-tag', 'M')}</p><b>\u0338</b>", also="M")  # fmt: skip
    yield bad_page("direction-overrides", "right-to-left overrides that are never ended",
                   f"<p>\u202e{mark('direction-overrides', 'M')} \u2066\u2067\u2068</p>", also="M",
                   title="Tin \u202egnp.exe")  # fmt: skip
    yield bad_page("direction-nested", "10,000 embeddings", f"<p>{EMBEDDING * 10000}{mark('direction-nested', 'M')}</p>",
                   also="M")  # fmt: skip
    yield bad_page("characters-not-given", "noncharacters and private use",
                   f"<p>\ufdd0\ufdef\U0001fffe\U0010ffff\ue000{mark('characters-not-given', 'M')}</p>", also="M")  # fmt: skip
    yield bad_page("title-long", "a title of 200 kB", title="Tựa " * 40000)
    yield bad_page(
        "title-markup", "a title that is markup", title="&lt;script&gt;alert(1)&lt;/script&gt; &amp;amp; ]]&gt;"
    )
    yield bad_page("title-controls", "a title of controls", title="\x01\x02\x03 \u200b\ufeff", codes=("no-title",))
