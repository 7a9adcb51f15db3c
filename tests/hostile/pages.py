"""PDFs whose pages are too many, too big, turned, inside out, or no pages."""

from __future__ import annotations

from tests.hostile.pdf import A4, one_page, page, stream, text, tree, write


def pages_by_the_ten_thousand() -> bytes:
    """It has ten thousand pages."""
    count = 10_000
    kids = b" ".join(b"%d 0 R" % number for number in range(4, 4 + count))
    return write([*tree(kids, count), stream(text()), *[page(b"3 0 R")] * count])


def page_of_two_hundred_inches() -> bytes:
    """A page is 14,400 points wide and high, the most that the format allows."""
    return one_page(text(), box=b"[0 0 14400 14400]")


def page_of_a_billion() -> bytes:
    """A page is a billion points wide and high."""
    return one_page(text(), box=b"[0 0 1000000000 1000000000]")


def page_of_no_size() -> bytes:
    """A page is nought wide and high."""
    return one_page(text(), box=b"[0 0 0 0]")


def page_upside_down() -> bytes:
    """A page's corners are given the wrong way round."""
    return one_page(text(), box=b"[595 842 0 0]")


def page_below_nought() -> bytes:
    """A page lies wholly in the negative, its text does not."""
    return one_page(text(), box=b"[-5000 -5000 -4000 -4000]")


def page_of_three_numbers() -> bytes:
    """A page's size is three numbers."""
    return one_page(text(), box=b"[0 0 595]")


def page_of_words() -> bytes:
    """A page's size is words."""
    return one_page(text(), box=b"[(nul) (nul) /Breed /Hoog]")


def page_of_no_number() -> bytes:
    """A page's size is not a number."""
    return one_page(text(), box=b"[0 0 NaN Infinity]")


def page_of_endless_numbers() -> bytes:
    """A page's size has numbers of a hundred thousand digits."""
    return one_page(text(), box=b"[0 0 %s 842]" % (b"9" * 100_000))


def page_without_a_size() -> bytes:
    """A page has no size, nor have its parents."""
    return write([*tree(b"3 0 R", 1), page().replace(b"/MediaBox " + A4, b""), stream(text())])


def page_cropped_to_nothing() -> bytes:
    """What is to be seen of a page is nought wide."""
    return one_page(text(), extra=b"/CropBox [100 100 100 100]")


def page_cropped_elsewhere() -> bytes:
    """What is to be seen of a page is outside it."""
    return one_page(text(), extra=b"/CropBox [5000 5000 6000 6000]")


def page_cropped_inside_out() -> bytes:
    """What is to be seen of a page is given the wrong way round, in the negative."""
    return one_page(text(), extra=b"/CropBox [500 -1 -700 -800]")


def page_turned_by_90() -> bytes:
    """A page is turned by a quarter."""
    return one_page(text(), extra=b"/Rotate 90")


def page_turned_by_180() -> bytes:
    """A page stands on its head."""
    return one_page(text(), extra=b"/Rotate 180")


def page_turned_by_270() -> bytes:
    """A page is turned by three quarters."""
    return one_page(text(), extra=b"/Rotate 270")


def page_turned_back() -> bytes:
    """A page is turned by a quarter, backwards."""
    return one_page(text(), extra=b"/Rotate -90")


def page_turned_by_45() -> bytes:
    """A page is turned by an eighth, which no page can be."""
    return one_page(text(), extra=b"/Rotate 45")


def page_turned_by_a_billion() -> bytes:
    """A page is turned by more than a number holds."""
    return one_page(text(), extra=b"/Rotate 99999999999999999990")


def page_turned_by_a_word() -> bytes:
    """A page is turned by a word."""
    return one_page(text(), extra=b"/Rotate (kwart)")


def unit_of_a_billion() -> bytes:
    """A page's unit is a billion points."""
    return one_page(text(), extra=b"/UserUnit 1000000000")


def no_pages() -> bytes:
    """Its page tree is empty."""
    return write([*tree(b"", 0), page(), stream(text())])


def no_tree() -> bytes:
    """Its catalogue has no page tree."""
    return write([b"<< /Type /Catalog >>"])


def tree_of_a_word() -> bytes:
    """Its page tree is a word."""
    return write([b"<< /Type /Catalog /Pages (bomen) >>"])


def pages_that_are_none() -> bytes:
    """Its pages are numbers, words, nothing and its catalogue; one is a page."""
    return write([*tree(b"1 0 R 99 0 R null 7 (blad) 3 0 R", 6), page(), stream(text())])


def pages_that_are_fonts() -> bytes:
    """All its pages are fonts."""
    return write([*tree(b"3 0 R", 1), b"<< /Type /Font /Subtype /Type1 >>"])


def pages_without_a_type() -> bytes:
    """Its pages and their tree do not say that they are."""
    objects = [b"<< /Pages 2 0 R >>", b"<< /Kids [3 0 R] /Count 1 >>"]
    return write([*objects, page().replace(b"/Type /Page ", b""), stream(text())])


def content_that_is_missing() -> bytes:
    """The content of its page is not there."""
    return write([*tree(b"3 0 R", 1), page(b"99 0 R")])


def content_that_is_a_number() -> bytes:
    """The content of its page is a number."""
    return write([*tree(b"3 0 R", 1), page(b"[1 2.5 /Drie (vier) null]")])


def good_page_among_lost_ones() -> bytes:
    """Of three pages the contents of two are not there."""
    return write([*tree(b"3 0 R 5 0 R 3 0 R", 3), page(b"99 0 R"), stream(text()), page(b"4 0 R")])
