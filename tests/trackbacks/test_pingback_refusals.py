"""The many spellings of what a pingback is refused for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from moderation.deciding import mark_spam, reject, withdraw
from moderation.models import Host, Response, State
from tests.factories import make_article, make_newsroom, make_section, make_user
from tests.trackbacks.conftest import refusal_of
from trackbacks.models import Linkback


@pytest.fixture
def url(near_site):
    return make_article().absolute_url


@pytest.mark.parametrize(
    "params", [(), ("http://a.example/",), ("http://a.example/", 7), ("a", "b", "c"), (["a"], {})]
)
def test_what_is_not_two_strings_is_0(near_rpc, params):
    fault = refusal_of(near_rpc, *params)
    assert (fault.faultCode, fault.faultString) == (0, "Source and target must be two texts.")


@pytest.mark.parametrize(
    "source",
    [
        "",
        "entry",
        "//a.example/",
        "ftp://a.example/",
        "javascript:alert(1)",
        "http://",
        "http://me:pw@a.example/",
        "http://a.example/\x7f",
        "http://a.ex\nample/",
        "http://[::1/",
        "http://a.example:99999/",
    ],
)
def test_what_is_no_web_address_is_0(fault_of, url, source):
    assert fault_of(source, url).faultCode == 0
    assert "http://" in fault_of(url, source).faultString


def test_2048_characters_are_not_too_long(fault_of, blog, url):
    longest = blog.url("/").ljust(2048, "x")
    assert fault_of(longest, url).faultCode == 16
    assert fault_of(f"{longest}x", url).faultCode == 0


@pytest.mark.parametrize("spelling", ["{}", "{}#top", "{}?utm_source=x", " {} "])
def test_a_page_that_announces_itself_is_0(fault_of, url, spelling):
    assert fault_of(spelling.format(url), url).faultString == "Source and target are the same page."
    assert fault_of(url.rstrip("/"), url).faultCode == 0


@pytest.mark.parametrize(
    "origin",
    [
        "http://other.example",
        "http://news.example.evil.example",
        "http://evil-news.example",
        "http://news.example:81",
        "http://sub.news.example",
    ],
)
def test_a_target_on_another_host_is_32(fault_of, url, origin):
    fault = fault_of("http://a.example/", url.replace("http://news.example", origin))
    assert (fault.faultCode, fault.faultString) == (32, "The target is not on this site.")


@pytest.mark.parametrize(
    "path",
    ["/", "", "/page/2/", "/feed/", "/2016/", "/2016/08/30/", "/section/world/", "/tag/any/",
     "/author/any/feed/", "/xmlrpc/", "/sitemap.xml", "/comments/feed/", "/admin/",
     "/?s=word", "/%66eed/"],
)  # fmt: skip
def test_a_list_is_33(fault_of, blog, near_site, path):
    fault = fault_of(blog.link_to(near_site + path), near_site + path)
    assert (fault.faultCode, fault.faultString) == (
        33,
        "The target takes no links from other sites.",
    )
    assert not blog.hits


def test_an_old_address_of_a_section_is_33(fault_of, near_site):
    make_section().addresses.create(path="/category/world/")
    assert fault_of("http://a.example/", f"{near_site}/category/world/").faultCode == 33


@pytest.mark.parametrize("switch", ["article", "section", "newsroom"])
def test_each_switch_closes(fault_of, blog, near_site, switch):
    article = make_article(
        linkbacks_open=False if switch == "article" else None,
        section=make_section(linkbacks_open=False if switch == "section" else None),
    )
    make_newsroom(linkbacks_open=switch != "newsroom")
    assert fault_of(blog.link_to(article.absolute_url), article.absolute_url).faultCode == 33
    assert not blog.hits


def test_an_article_may_be_open_in_a_closed_newsroom(near_rpc, blog):
    make_newsroom(linkbacks_open=False)
    article = make_article(linkbacks_open=True)
    assert "waits" in near_rpc.pingback.ping(
        blog.link_to(article.absolute_url), article.absolute_url
    )


def hidden_paths():
    later = timezone.now() + timedelta(days=1)
    make_article(published=False).addresses.create(path="/?p=12")
    hidden = [
        make_article(published=False, path="/2016/08/30/draft/"),
        make_article(published=False, path="/2016/08/30/closed/", linkbacks_open=False),
        make_article(published_at=later),
        make_article(embargo_until=later),
        make_article(status="withdrawn"),
        make_article(kind="page", published_at=later),
    ]
    return ["/?p=12", *(article.path for article in hidden)]


MISSING = [
    "/2016/08/30/none/",
    "/2016/08/30/none",
    "/none/",
    "/?p=13",
    "/?page_id=1&x=y",
    "/a/b/c/d/",
    "/%00",
    "/%FF/",
]


def test_nothing_tells_hidden_articles_from_missing_ones(fault_of, blog, near_site):
    targets = [near_site + path for path in [*hidden_paths(), *MISSING]]
    faults = [fault_of(blog.link_to(target), target) for target in targets]
    assert {(fault.faultCode, fault.faultString) for fault in faults} == {
        (32, "There is no such article.")
    }
    assert not blog.hits
    assert not Response.objects.exists()


def test_a_host_is_blocked_on_every_port_and_with_its_subdomains(fault_of, url):
    Host.objects.create(name="spam.example", whole_domain=True, standing=Host.Standing.BLOCKED)
    for source in (
        "http://spam.example/",
        "https://www.spam.example:8443/",
        "http://blog.spam.example/",
    ):
        assert fault_of(source, url).faultCode == 49
    assert not Linkback.objects.exists()


@pytest.mark.parametrize("spelling", ["{}", "{}#here", "{}&utm_source=feed", " {} ", "{}&gclid=1"])
def test_another_spelling_of_the_same_source_is_48(near_rpc, blog, url, spelling):
    source = blog.link_to(url, "/") + "?p=1&page=2"
    near_rpc.pingback.ping(source, url)
    assert refusal_of(near_rpc, spelling.format(source), url).faultCode == 48
    assert Linkback.objects.get().source == source
    assert blog.hits["/"] == 1


def test_the_same_page_may_link_to_two_articles(near_rpc, blog, url):
    other = make_article().absolute_url
    source = blog.serve(f"<a href='{url}'>one</a> <a href='{other}'>two</a>")
    near_rpc.pingback.ping(source, url)
    near_rpc.pingback.ping(source, other)
    assert Linkback.objects.count() == 2


@pytest.mark.parametrize("verb", [reject, mark_spam])
def test_what_a_person_refused_stays_refused(near_rpc, blog, url, verb):
    source = blog.link_to(url)
    near_rpc.pingback.ping(source, url)
    verb(Response.objects.get(), by=make_user())
    assert refusal_of(near_rpc, source, url).faultCode == 48
    assert blog.hits["/entry/"] == 1
    assert Linkback.objects.get().verify_at is None


def test_a_withdrawn_link_starts_anew(near_rpc, blog, url):
    source = blog.link_to(url)
    near_rpc.pingback.ping(source, url)
    withdraw(Response.objects.get(), reason="link-gone")
    assert near_rpc.pingback.ping(source, url) == "Thank you: the link waits for a moderator."
    assert Response.objects.get().state == State.HELD


def test_a_withdrawn_link_that_still_is_gone_is_17(near_rpc, blog, url):
    source = blog.link_to(url)
    near_rpc.pingback.ping(source, url)
    withdraw(Response.objects.get(), reason="link-gone")
    blog.serve("nothing here")
    assert refusal_of(near_rpc, source, url).faultCode == 17
    assert not Response.objects.shown().exists()


BAD_ANSWERS = {
    "status 500": {"status": 500},
    "status 403": {"status": 403},
    "status 410": {"status": 410},
    "no content": {"status": 304},
    "no type": {"Content-Type": ""},
    "an archive": {"Content-Type": "application/zip"},
    "redirect into private space": {"status": 302, "Location": "http://10.0.0.1/"},
    "redirect to another scheme": {"status": 302, "Location": "file:///etc/passwd"},
    "endless redirects": {"status": 302, "Location": "/entry/"},
    "unknown encoding": {"Content-Encoding": "br"},
    "not really gzip": {"Content-Encoding": "gzip"},
}


@pytest.mark.parametrize("answer", BAD_ANSWERS.values(), ids=BAD_ANSWERS)
def test_a_source_that_answers_badly_is_16(fault_of, blog, url, answer):
    source = blog.serve(f"<a href='{url}'>here</a>", **answer)
    fault = fault_of(source, url)
    assert (fault.faultCode, fault.faultString) == (16, "The source page could not be read.")


@pytest.mark.parametrize(
    "source",
    [
        "http://169.254.169.254/latest/",
        "http://93.184.216.34:22/",
        "http://0x0a000001/",
        "http://[fe80::1]/",
        "http://10.0.0.1:8080/",
        "http://news.example/2016/",
    ],
)
def test_a_source_that_may_not_be_asked_is_16_in_the_same_words(fault_of, url, source):
    fault = fault_of(source, url)
    assert (fault.faultCode, fault.faultString) == (16, "The source page could not be read.")


def test_a_page_made_to_hurt_its_reader_is_16(fault_of, blog, url):
    attributes = " ".join(f"a{number}" for number in range(100_000))
    fault = fault_of(blog.serve(f"<a href='{url}'>here</a><p {attributes}>"), url)
    assert fault.faultCode == 16
    assert Response.objects.get().reason == "unreadable"


def test_the_reason_is_kept_for_the_newsroom(fault_of, blog, url):
    fault_of(blog.serve("", status=503), url)
    linkback = Linkback.objects.get()
    assert (linkback.response.state, linkback.response.reason) == (State.REJECTED, "status")
    assert linkback.last_answer == "503 text/html"
    assert linkback.verify_at is None


def test_who_repairs_the_source_may_ping_again(near_rpc, blog, url):
    source = blog.serve("down", status=503)
    assert refusal_of(near_rpc, source, url).faultCode == 16
    blog.link_to(url)
    assert "waits" in near_rpc.pingback.ping(source, url)
    assert Linkback.objects.get().response.state == State.HELD


@pytest.mark.parametrize(
    "html",
    [
        "{target}",
        "<!-- <a href='{target}'>here</a> -->",
        "<script>'<a href={target}>'</script>",
        "<template><a href='{target}'>here</a></template>",
        "<a href='{target}x'>nearly</a>",
        "<a href='http://evil.example/?{target}'>wrapped</a>",
        "<a data-href='{target}'>here</a>",
        "<img src='{target}'>",
        "<form action='{target}'></form>",
        "&lt;a href='{target}'&gt;",
        "",
    ],
)
def test_a_source_that_only_looks_as_if_is_17(fault_of, blog, url, html):
    fault = fault_of(blog.serve(html.format(target=url)), url)
    assert (fault.faultCode, fault.faultString) == (
        17,
        "The source page does not link to the target.",
    )
    assert Response.objects.get().reason == "no-link"
