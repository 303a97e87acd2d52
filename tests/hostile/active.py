"""What would run, or be fetched, if it reached a reader."""

from __future__ import annotations

import base64

from tests.hostile.sample import REMOTE, bad_page, mark

DRAWING = f"""<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" onload="alert(1)">
<script>alert(2)</script><style>@import url({REMOTE}/a.css);</style><image xlink:href="{REMOTE}/a.png"/>
<use xlink:href="{REMOTE}/a.svg#a"/><use href="data:image/svg+xml,x#a"/><a xlink:href="javascript:alert(3)"><text>x</text></a>
<animate attributeName="href" values="javascript:alert(4)"/><set attributeName="onload" to="alert(5)"/>
<foreignObject><body xmlns="http://www.w3.org/1999/xhtml" onload="alert(6)"><iframe src="{REMOTE}/f"></iframe></body>
</foreignObject></svg>"""

ADDRESSES = (
    "javascript:alert(1)",
    "JaVaScRiPt:alert(1)",
    " \t\njavascript:alert(1)",
    "java\tscript:alert(1)",
    "java\nscript:alert(1)",
    "&#106;avascript:alert(1)",
    "&#x6A&#x61vascript&colon;alert(1)",
    "java&Tab;script&#58;alert(1)",
    "\x01javascript:alert(1)",
    "&#1;javascript:alert(1)",
    "vbscript:msgbox(1)",
    "data:text/html,<script>alert(1)</script>",
    "data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==",
    "file:///etc/passwd",
    "view-source:javascript:alert(1)",
    "feed:javascript:alert(1)",
    "jar:javascript:alert(1)!/",
    "blob:http://a/b",
    "//[",
    "http://[::1",
    "http://a:99999999/",
    "https://user:pass@example.org/\u202e",
    "mailto:a@b.example?body=<script>",
    "\\\\server\\share",
    "javascript\uff1aalert(1)",
    "http:javascript:alert(1)",
)

HANDLERS = (
    'onclick="alert(1)"',
    "onerror=alert(1)",
    "ONLOAD='alert(1)'",
    "on\x00click=alert(1)",
    "/onmouseover=alert(1)",
    "x:onclick='alert(1)'",
    'onpointerrawupdate="alert(1)"',
    'formaction="javascript:alert(1)"',
    'style="background:url(javascript:alert(1))"',
    f'style="background:url({REMOTE}/bg.png)"',
    f"style='behavior:url({REMOTE}/x.htc);-moz-binding:url({REMOTE}/x.xml)'",
    "style='width:expression(alert(1))'",
    'srcdoc="<script>alert(1)</script>"',
    "autofocus onfocus=alert(1) tabindex=1",
    f'ping="{REMOTE}/ping"',
    f'background="{REMOTE}/bg.png"',
    f'xlink:href="{REMOTE}/x"',
    f'longdesc="{REMOTE}/x" cite="{REMOTE}/y" manifest="{REMOTE}/z" profile="{REMOTE}/p"',
)


def samples():
    """Every sample of this kind."""
    yield from links()
    yield from handlers()
    yield from embedded()
    yield from heads()
    yield from drawings()


def links():
    name = "active-links"
    middle = "".join(
        f'<p>Xem <a href="{address}">ở đây {n}</a> về phiên chợ.</p>' for n, address in enumerate(ADDRESSES)
    )
    yield bad_page(
        name, "links that run something", f"<p>{mark(name, 'M')}</p>{middle}", also="M", codes=("link-broken",)
    )
    name = "active-base"
    head = '<meta charset="utf-8"><base href="javascript:alert(1)//">'
    yield bad_page(name, "a base that is a script", f'<p>{mark(name, "M")} <a href="x">x</a></p>', head=head, also="M")
    name = "active-base-remote"
    head = f'<meta charset="utf-8"><base href="{REMOTE}/base/"><base href="file:///etc/">'
    yield bad_page(name, "a base elsewhere", '<img src="passwd.png"><a href="x">x</a>', head=head)
    name = "active-forms"
    middle = f"""<form action="{REMOTE}/f" onsubmit="alert(1)"><input name=p type=password autofocus onfocus="alert(2)">
<button formaction="javascript:alert(3)">Gửi</button><input type=image src="{REMOTE}/i.png"></form>
<isindex action="javascript:alert(4)" type=image><keygen autofocus onfocus=alert(5)>"""
    yield bad_page(name, "forms", middle)


def handlers():
    name = "active-handlers"
    middle = "".join(f"<p {handler}>Đoạn {n} <b {handler}>đậm</b></p>" for n, handler in enumerate(HANDLERS))
    yield bad_page(name, "handlers and styles", f"{middle}<p>{mark(name, 'M')}</p>", also="M")
    name = "active-handlers-on-pictures"
    from tests.collected import picture

    middle = "".join(
        f"<figure><img src='a.png' {h}><figcaption>Chợ {n}</figcaption></figure>" for n, h in enumerate(HANDLERS)
    )
    yield bad_page(name, "handlers on pictures", middle, files={"a.png": picture(11, form="PNG")})
    name = "active-markup-in-attributes"
    middle = """<img src="a.png" alt='"><script>alert(1)</script>' title="</p><script>alert(2)</script>">
<abbr title='"><img src=x onerror=alert(3)>'>x</abbr><span lang='vi"><script>'>y</span><a href='https://a.example/"><script>'>z</a>"""
    yield bad_page(name, "markup inside attributes", middle)
    name = "active-escaped-markup"
    middle = f"<p>{mark(name, 'M')} &lt;script&gt;alert(1)&lt;/script&gt; ]]&gt; &amp;lt;img onerror=x&amp;gt;</p>"
    yield bad_page(name, "markup as text stays text", middle, keep=(mark(name, "M"), "&lt;script&gt;alert(1)"))
    name = "active-mutation"
    middle = """<noscript><p title="</noscript><img src=x onerror=alert(1)>"></noscript><math><mtext><table><mglyph><style><img
title="</style><img src=x onerror=alert(2)>"></style></mglyph></table></mtext></math><svg></p><style><a id="</style><img src=x
onerror=alert(3)>"></style></svg><p>x</p>"""
    yield bad_page(name, "markup that changes when it is read again", middle)


def embedded():
    name = "active-embeds"
    middle = "".join(
        f'<{tag} {attribute}="{address}"></{tag}>'
        for tag, attribute in (("iframe", "src"), ("object", "data"), ("embed", "src"), ("applet", "code"),
                               ("video", "src"), ("audio", "src"), ("portal", "src"), ("amp-iframe", "src"))
        for address in (f"{REMOTE}/e", "javascript:alert(1)", "data:text/html,<script>1</script>")
    )  # fmt: skip
    yield bad_page(name, "what other pages are embedded with", middle)
    name = "active-remote-media"
    middle = f"""<img src="{REMOTE}/t.gif?u=1" width=1 height=1><img srcset="{REMOTE}/2x.png 2x" src="{REMOTE}/1.png">
<picture><source srcset="{REMOTE}/p.webp"><img src="//127.0.0.1:18999/q.png"></picture>
<video src="{REMOTE}/v.mp4" poster="{REMOTE}/v.png"><source src="{REMOTE}/w.mp4"><track src="{REMOTE}/t.vtt"></video>
<bgsound src="{REMOTE}/b.wav"><input type=image src="{REMOTE}/i.png"><table background="{REMOTE}/g.png"><tr><td>1</table>"""
    yield bad_page(name, "pictures and media elsewhere", middle, codes=("picture-missing",))
    name = "active-data-uris"
    good = base64.b64encode(DRAWING.encode()).decode()
    middle = f"""<figure><img src="data:image/svg+xml;base64,{good}"><figcaption>{mark(name, "M")}</figcaption></figure>
<img src="data:image/png;base64,!!!not base64"><img src="data:"><img src="data:,"><img src="data:image/png">
<img src="data:text/html,<script>alert(1)</script>"><img src="data:image/png;base64,{"A" * 3_000_000}">"""
    yield bad_page(name, "pictures in the page that are none", middle, also="M")
    name = "active-formula"
    middle = f"""<math><maction actiontype="statusline#http://x" xlink:href="javascript:alert(1)"><mi href="{REMOTE}/m">x</mi>
</maction><annotation-xml encoding="text/html"><script>alert(2)</script></annotation-xml></math><p>{mark(name, "M")}</p>"""
    yield bad_page(name, "a formula with links", middle, also="M")


def heads():
    name = "active-head"
    head = f"""<meta charset="utf-8"><meta http-equiv="refresh" content="0;url={REMOTE}/r"><link rel="prefetch" href="{REMOTE}/p">
<link rel=stylesheet href="{REMOTE}/s.css"><link rel=dns-prefetch href="{REMOTE}"><link rel=import href="{REMOTE}/i.html">
<link rel=icon href="{REMOTE}/f.ico"><link rel=manifest href="{REMOTE}/m.json"><script src="{REMOTE}/s.js"></script>
<meta http-equiv="Content-Security-Policy" content="report-uri {REMOTE}/csp"><meta property="og:image" content="{REMOTE}/og.png">
<link rel="canonical" href="javascript:alert(1)"><meta property="og:url" content="data:text/html,x">
<link rel=next href="file:///etc/passwd"><style>@import "{REMOTE}/t.css"; p {{ background: url({REMOTE}/b.png) }}</style>
<script type="application/ld+json">{{"@type":"NewsArticle","url":"javascript:alert(2)","author":"<script>alert(3)</script>",
"headline":"</script><script>alert(4)</script>"}}</script>"""
    yield bad_page(name, "a head full of addresses", head=head)
    name = "active-metadata"
    values = ('"><script>alert(1)</script>', "javascript:alert(1)", "&lt;img src=x onerror=alert(1)&gt;", "]]>", "\x1f")
    fields = ("author", "article:author", "article:section", "og:site_name", "keywords", "article:tag", "description")
    head = '<meta charset="utf-8">' + "".join(
        f"<meta property='{f}' name='{f}' content='{v}'>" for f in fields for v in values
    )
    yield bad_page(name, "markup in fields", head=head)
    name = "active-language"
    content = f'<html lang="&quot;><script>alert(1)</script>" dir="javascript:x"><body><p>{mark(name, "A")} {"Chợ phiên. " * 40}</p>'
    yield bad_page(name, "a language that is markup", content=content, keep=(mark(name, "A"),))


def drawings():
    name = "active-drawing-inline"
    yield bad_page(name, "a drawing that runs and fetches", f"{DRAWING}<p>{mark(name, 'M')}</p>", also="M")
    name = "active-drawing-file"
    middle = f'<figure><img src="a.svg"><figcaption>{mark(name, "M")}</figcaption></figure>'
    yield bad_page(name, "the same as a file", middle, also="M", files={"a.svg": DRAWING})
