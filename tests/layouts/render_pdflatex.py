"""pdfLaTeX: LaTeX's own page builder, footnotes, hyphenation and fonts."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path

from tests.layouts.plan import NOTES_TITLE, TOC_TITLE, NotePlan, Plan, Run, Unit
from tests.layouts.profile import HeadStyle

_TIMEOUT_S = 90
# LaTeX's metric fonts that come closest to the families of the profiles.
_FAMILIES = {
    "Liberation Serif": "ptm",
    "Liberation Sans": "phv",
    "Carlito": "phv",
    "Caladea": "ppl",
    "DejaVu Sans": "phv",
    "Open Sans": "pag",
    "Lato": "bch",
    "Roboto": "put",
    "Liberation Sans Narrow": "bch",
    "FreeSerif": "pnc",
    "DejaVu Serif": "put",
}
_ESCAPES = {
    "\\": r"\textbackslash{}",
    "'": r"\textquotesingle{}",
    '"': r"\textquotedbl{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    "¬": r"\textlnot{}",
    "°": r"\textdegree{}",
    "•": r"\textbullet{}",
    "€": r"\texteuro{}",
    "*": r"\textasteriskcentered{}",
    **{char: "\\" + char for char in "#$%&_{}"},
}


def render(plan: Plan, out: Path) -> None:
    """Write the plan as a PDF; three runs settle page numbers and contents."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "main.tex"
        source.write_text(page_source(plan), "utf-8")
        for _ in range(3):
            done = subprocess.run(
                ["pdflatex", "-interaction=nonstopmode", "-halt-on-error", source.name],
                cwd=folder,
                capture_output=True,
                timeout=_TIMEOUT_S,
                check=False,
            )
        if done.returncode:
            log = done.stdout.decode("utf-8", "replace")
            raise RuntimeError(" ".join(re.findall(r"^(?:!|l\.\d).*$", log, re.MULTILINE)))
        out.write_bytes(source.with_suffix(".pdf").read_bytes())


def page_source(plan: Plan) -> str:
    """Return the LaTeX source of a plan."""
    parts = [*_letter(plan), *_front(plan), *_toc(plan), *_body(plan), *_end(plan)]
    body = "\n\n".join(parts)
    return f"{_preamble(plan)}\n\\begin{{document}}\n{body}\n\\label{{LastPage}}\\end{{document}}\n"


def _esc(text: str) -> str:
    return "".join(_ESCAPES.get(char, char) for char in text)


def _preamble(plan: Plan) -> str:
    p = plan.profile
    top, right, bottom, left = p.margins_mm
    size = 12 if p.size >= 12 else (11 if p.size > 10 else 10)
    indent, skip = ("1.5em", "0pt") if p.paragraphs == "indent" else ("0pt", "0.6\\baselineskip")
    paper = "a4paper" if p.page == "a4" else "letterpaper"
    sides = ",twoside" if p.header == "odd-even" else ""
    lines = [
        f"\\documentclass[{size}pt,{paper}{sides}]{{article}}",
        (
            f"\\usepackage[{'OT1' if p.tex_fonts == 'ot1' else 'T1'}]{{fontenc}}"
            "\\usepackage[utf8]{inputenc}\\usepackage{textcomp}"
        ),
        '\\usepackage[dutch]{babel}\\shorthandoff{"}',
        f"\\usepackage[top={top}mm,right={right}mm,bottom={bottom}mm,left={left}mm]{{geometry}}",
        "\\usepackage{fancyhdr,xcolor,array,url}",
        f"\\usepackage{{setspace}}\\setstretch{{{p.leading:.2f}}}",
        *_families(plan),
        f"\\setlength{{\\parindent}}{{{indent}}}\\setlength{{\\parskip}}{{{skip}}}",
        "\\emergencystretch=3em\\raggedbottom\\urlstyle{same}",
        "\\makeatletter\\setcounter{secnumdepth}{0}",
        f"\\renewcommand{{\\@dotsep}}{{{4.5 if p.toc == 'dots' else 10000}}}",
        *_heading_macros(plan),
        "\\newcommand{\\leftlabel}[1]{#1\\hfill}",
        "\\makeatother",
        *_running(plan),
    ]
    if not p.justify:
        lines.append("\\AtBeginDocument{\\raggedright}")
        lines.append(f"\\AtBeginDocument{{\\setlength{{\\parindent}}{{{indent}}}}}")
    if not p.hyphenate:
        lines.append("\\hyphenpenalty=10000\\exhyphenpenalty=10000")
    if p.marker == "flat":
        lines.append(
            "\\makeatletter\\renewcommand{\\@makefnmark}{\\mbox{\\normalfont\\@thefnmark}}"
            "\\renewcommand{\\@makefntext}[1]{\\noindent\\@thefnmark\\ #1}\\makeatother"
        )
    if not p.note_rule:
        lines.append("\\renewcommand{\\footnoterule}{}")
    if p.hyperref:
        options = "colorlinks,allcolors=blue" if p.underline_links else "hidelinks"
        lines.append(f"\\usepackage[{options}]{{hyperref}}")
    return "\n".join(lines)


def _families(plan: Plan) -> list[str]:
    p = plan.profile
    if p.tex_fonts != "metric":
        # Computer Modern, LaTeX's own: nothing to set.
        return []
    return [
        f"\\renewcommand{{\\rmdefault}}{{{_FAMILIES.get(p.font, 'ptm')}}}",
        f"\\renewcommand{{\\sfdefault}}{{{_FAMILIES.get(p.head_font, 'phv')}}}",
    ]


def _heading_macros(plan: Plan) -> list[str]:
    p = plan.profile
    return [
        f"\\newcommand{{\\head{name}}}[1]{{\\par\\addvspace{{{2 - 0.3 * level:.1f}\\baselineskip}}"
        f"{{\\noindent\\raggedright{_style(style, p.size)} #1\\par}}\\nobreak"
        f"\\vskip 0.4\\baselineskip\\@afterheading}}"
        for level, (name, style) in enumerate(zip("ABC", p.heads, strict=True))
    ]


def _style(style: HeadStyle, size: float) -> str:
    points = size + style.larger
    return (
        f"\\fontsize{{{points}}}{{{points * 1.2:.1f}}}\\sffamily"
        + ("\\bfseries" if style.bold else "\\mdseries")
        + ("\\itshape" if style.italic else "\\upshape")
        + f"\\color[HTML]{{{style.color.lstrip('#').upper()}}}\\hyphenpenalty=10000"
    )


def _running(plan: Plan) -> list[str]:
    small = "\\fontsize{8}{10}\\sffamily "
    forms = [
        _esc(part).replace("\\{n\\}", "\\thepage{}").replace("\\{t\\}", "\\pageref{LastPage}")
        for part in plan.footer
    ]
    left, middle, right = (small + form for form in forms)
    rule = "0.4pt" if plan.profile.header == "rule" else "0pt"
    lines = [
        "\\pagestyle{fancy}\\fancyhf{}",
        f"\\renewcommand{{\\headrulewidth}}{{{rule}}}\\setlength{{\\headheight}}{{14pt}}",
        f"\\fancyfoot[L]{{{left}}}\\fancyfoot[C]{{{middle}}}\\fancyfoot[R]{{{right}}}",
    ]
    odd, even = plan.header, plan.even_header
    if plan.profile.header == "odd-even":
        lines.append(f"\\fancyhead[RO]{{{small}{_esc(odd[1])}}}")
        lines.append(f"\\fancyhead[LE]{{{small}{_esc(even[0])}}}")
    else:
        lines.append(f"\\fancyhead[L]{{{small}{_esc(odd[0])}}}")
        lines.append(f"\\fancyhead[R]{{{small}{_esc(odd[1])}}}")
    return lines


def _lines(*lines: str) -> str:
    """Set lines below each other, ragged and without indent."""
    return "{\\raggedright\\noindent " + "\\\\\n".join(lines) + "\\par}"


def _letter(plan: Plan) -> list[str]:
    letter = plan.letter
    if letter is None:
        return []
    texts = (letter.place_date, letter.subject, *letter.paragraphs, letter.closing)
    return [
        "\\thispagestyle{empty}",
        _lines(f"\\textbf{{{_esc(plan.doc.council_name)}}}"),
        _lines(*map(_esc, letter.address)),
        *(_lines(_esc(line)) + "\\medskip" for line in texts),
        *_signature(plan),
        "\\clearpage",
    ]


def _front(plan: Plan) -> list[str]:
    doc = plan.doc
    meta = (doc.body, plan.date, doc.reference)
    title = _lines(f"{_style(HeadStyle(9), 11)} {_esc(plan.title)}")
    if plan.profile.front == "cover":
        return [
            "\\thispagestyle{empty}\\vspace*{55mm}",
            _lines(_esc(doc.council_name)),
            title,
            _lines(*map(_esc, meta)),
            "\\clearpage",
            *_labels(plan),
        ]
    if plan.profile.front == "line":
        line = f"{doc.body}, {plan.date} – {doc.reference}"
        return [_lines(_esc(doc.council_name)), title, _lines(_esc(line)), *_labels(plan)]
    cells = " & ".join(map(_esc, meta))
    return [
        _lines(_esc(doc.council_name), "\\textbf{ADVIES}"),
        title,
        (
            "\\noindent\\begin{tabular}{@{}>{\\raggedright}p{0.34\\textwidth}"
            "p{0.2\\textwidth}>{\\raggedright\\arraybackslash}p{0.36\\textwidth}@{}}"
            f"{cells}\\end{{tabular}}\\par"
        ),
        *_labels(plan),
    ]


def _labels(plan: Plan) -> list[str]:
    if not plan.labels:
        return []
    if plan.profile.labels == "lines":
        lines = (f"{name}: {value}" if name else value for name, value in plan.labels)
        return [_lines(*map(_esc, lines)), "\\medskip"]
    boxed = plan.profile.labels == "boxed"
    bar, line = ("|", "\\hline ") if boxed else ("", "")
    value_column = ">{\\raggedright\\arraybackslash}p{0.6\\textwidth}"
    rows = "".join(
        f"{_esc(name)} & {_esc(value)}\\\\{line}"
        if name
        else f"\\multicolumn{{2}}{{{bar}p{{0.88\\textwidth}}{bar}}}{{{_esc(value)}}}\\\\{line}"
        for name, value in plan.labels
    )
    columns = f"{bar}p{{0.28\\textwidth}}{bar}{value_column}{bar}"
    return [f"\\noindent\\begin{{tabular}}{{{columns}}}{line}{rows}\\end{{tabular}}\\par\\medskip"]


def _toc(plan: Plan) -> list[str]:
    if plan.profile.toc is None:
        return []
    return [
        f"\\headA{{{TOC_TITLE}}}",
        "\\makeatletter{\\setlength{\\parskip}{1pt}\\@starttoc{toc}}\\makeatother",
        "\\clearpage",
    ]


def _body(plan: Plan) -> list[str]:
    notes = {note.number: note for note in plan.notes}
    return [_unit(plan, unit, notes) for unit in plan.units]


def _unit(plan: Plan, unit: Unit, notes: dict[str, NotePlan]) -> str:
    if unit.kind == "heading":
        return _heading(plan, unit)
    words = "".join(_run(plan, run, notes) for run in unit.runs)
    if unit.kind == "paragraph":
        return words
    glyph = _esc(unit.glyph)
    if unit.numbered and plan.profile.bold_numbers:
        glyph = f"\\textbf{{{glyph}}}"
    ragged = "" if plan.profile.justify else "\\raggedright"
    left = 0.4 + 0.7 * unit.level
    return (
        "\\begin{list}{" + glyph + "}{\\setlength{\\leftmargin}{" + f"{left:.1f}cm" + "}"
        "\\setlength{\\labelwidth}{0.6cm}\\setlength{\\labelsep}{0.1cm}"
        "\\setlength{\\topsep}{2pt}\\setlength{\\partopsep}{0pt}\\setlength{\\parsep}{0pt}"
        "\\setlength{\\itemsep}{0pt}\\setlength{\\itemindent}{0pt}"
        "\\let\\makelabel\\leftlabel}" + ragged + f"\\item {words}\\end{{list}}"
    )


def _heading(plan: Plan, unit: Unit) -> str:
    level = min(unit.level, 3)
    gap = "\\hspace{1em}" if plan.profile.number_gap == "wide" else " "
    gap = "\\\\*" if plan.profile.number_alone else gap
    number = _esc(unit.number) + gap if unit.number else ""
    name = ("section", "subsection", "subsubsection")[level - 1]
    entry = f"{_esc(unit.number)} " * bool(unit.number) + _esc(unit.text)
    contents = f"\\addcontentsline{{toc}}{{{name}}}{{{entry}}}" if unit in plan.toc else ""
    # The entry stands inside the heading, so that no page break parts them.
    anchor = "\\phantomsection" if plan.profile.hyperref else ""
    return f"\\head{'ABC'[level - 1]}{{{anchor}{contents}{number}{_esc(unit.text)}}}"


def _run(plan: Plan, run: Run, notes: dict[str, NotePlan]) -> str:
    if run.mark is None:
        if re.match(r"https?://", run.text):
            return f"\\url{{{run.text}}}" if run.url or not plan.profile.hyperref else _bare(run)
        words = _esc(run.text)
        return f"\\href{{{run.url.replace('%', chr(92) + '%')}}}{{{words}}}" if run.url else words
    if plan.profile.note_place == "end":
        return f"\\textsuperscript{{{run.mark}}}" if plan.profile.marker == "raised" else run.mark
    return f"\\footnote{{{_note(plan, notes[run.mark])}}}"


def _bare(run: Run) -> str:
    """Set a URL without a link: it may break after each slash and hyphen."""
    breakable = re.sub(r"([/\-=&?.])", r"\1\\allowbreak{}", run.text)
    return re.sub(r"([_&%#])", r"\\\1", breakable)


def _note(plan: Plan, note: NotePlan) -> str:
    paragraphs = ("".join(_run(plan, run, {}) for run in runs) for runs in note.paragraphs)
    return "\\raggedright " + "\\par\\noindent ".join(paragraphs)


def _end(plan: Plan) -> list[str]:
    parts = [] if plan.signed_in_letter else _signature(plan)
    if plan.profile.note_place == "end" and plan.notes:
        parts.append(f"\\headA{{{NOTES_TITLE}}}")
        parts += [
            f"{{\\small\\noindent {note.number} {_note(plan, note)}\\par}}" for note in plan.notes
        ]
    return parts


def _signature(plan: Plan) -> list[str]:
    signed = [(_esc(name), _esc(role)) for name, role in plan.doc.signatories]
    parts = ["\\bigskip\\bigskip"]
    if plan.profile.signature == "columns":
        names = " & ".join(name for name, _ in signed)
        roles = " & ".join(role for _, role in signed)
        columns = ">{\\raggedright\\arraybackslash}p{0.46\\textwidth}" * len(signed)
        parts.append(f"\\noindent\\begin{{tabular}}{{{columns}}}{names}\\\\{roles}\\end{{tabular}}")
    elif plan.profile.signature == "line":
        parts.append(_lines(*(f"{name}, {role}" for name, role in signed)))
    else:
        tag = "\\textit" if plan.profile.signature == "italic" else "\\textup"
        parts += [_lines(name, f"{tag}{{{role}}}") + "\\bigskip" for name, role in signed]
    return parts
