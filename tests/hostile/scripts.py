"""PDFs that would run something, fetch something, or hand over files."""

from __future__ import annotations

from tests.hostile.pdf import one_page, page, stream, text, tree, write

# What a script of these would leave behind, in the folder that it is run in.
TRACE = "gestart.txt"
_SCRIPT = (
    b"<< /S /JavaScript /JS (app.launchURL\\('http://127.0.0.1:9/'\\); this.saveAs\\('%s'\\);) >>"
)
_SHELL = b"<< /S /Launch /F (/bin/sh) /Unix << /F (/bin/sh) /P (-c 'echo > %s') >> >>"


def _actions() -> tuple[bytes, bytes]:
    trace = TRACE.encode()
    return _SCRIPT % trace, _SHELL % trace


def script_when_opened() -> bytes:
    """It runs a script when it is opened."""
    return _rooted(b"/OpenAction " + _actions()[0])


def program_when_opened() -> bytes:
    """It starts a program when it is opened."""
    return _rooted(b"/OpenAction " + _actions()[1])


def script_by_name() -> bytes:
    """It has scripts of the whole document, by name."""
    return _rooted(b"/Names << /JavaScript << /Names [(een) %s] >> >>" % _actions()[0])


def script_when_closed() -> bytes:
    """It runs scripts when it is closed, saved or printed."""
    script = _actions()[0]
    keys = (b"/WC", b"/WS", b"/DS", b"/WP", b"/DP")
    return _rooted(b"/AA << %s >>" % b" ".join(b"%s %s" % (key, script) for key in keys))


def program_on_a_page() -> bytes:
    """A page starts a program when it is seen, and when a pointer comes near."""
    script, shell = _actions()
    annotation = (
        b"<< /Type /Annot /Subtype /Link /Rect [0 0 595 842] /A %s /AA << /E %s /PO %s >> >>"
        % (shell, script, shell)
    )
    return one_page(
        text(), extra=b"/AA << /O %s /C %s >> /Annots [%s]" % (shell, script, annotation)
    )


def form_that_sends() -> bytes:
    """Its form computes by script and sends what is filled in."""
    script = _actions()[0]
    field = (
        b"<< /Type /Annot /Subtype /Widget /FT /Tx /T (veld) /Rect [0 0 90 20]"
        b" /AA << /C %s /F %s >> /A << /S /SubmitForm /F (http://127.0.0.1:9/) >> >>"
        % (script, script)
    )
    root = b"/AcroForm << /Fields [5 0 R] /CO [5 0 R] /XFA (<xdp/>) /NeedAppearances true >>"
    return write([*tree(b"3 0 R", 1, root), page(extra=b"/Annots [5 0 R]"), stream(text()), field])


def file_within() -> bytes:
    """It holds a file whose name leads out of the folder."""
    file = b"<< /Type /Filespec /F (../../%s) /UF (../../%s) /EF << /F 5 0 R >> >>"
    named = file % (TRACE.encode(), TRACE.encode())
    root = b"/Names << /EmbeddedFiles << /Names [(a) %s] >> >>" % named
    held = stream(b"#!/bin/sh\n", b"/Type /EmbeddedFile")
    return write([*tree(b"3 0 R", 1, root), page(), stream(text()), held])


def content_in_another_file() -> bytes:
    """The content of its page is said to be in another file, or at an address."""
    content = b"<< /Length 0 /F (/etc/passwd) /FFilter /None >>\nstream\n\nendstream"
    remote = b"<< /Length 0 /F << /FS /URL /F (http://127.0.0.1:9/) >> >>\nstream\n\nendstream"
    return write(
        [*tree(b"3 0 R", 1), page(b"[4 0 R 5 0 R 6 0 R]"), stream(text()), content, remote]
    )


def link_that_runs() -> bytes:
    """A link leads to a script, to a program and to a file of the system."""
    link = b"<< /Type /Annot /Subtype /Link /Rect [70 690 500 720] /A << /S /URI /URI (%s) >> >>"
    targets = (b"javascript:alert\\(1\\)", b"file:///bin/sh", b"\\\\\\\\server\\\\deel")
    return one_page(text(), extra=b"/Annots [%s]" % b" ".join(link % one for one in targets))


def _rooted(root: bytes) -> bytes:
    return write([*tree(b"3 0 R", 1, root), page(), stream(text())])
