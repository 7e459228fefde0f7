"""Each protocol is spoken as its receivers expect it, and each of their answers is understood."""

import xmlrpc.client
from xmlrpc.server import SimpleXMLRPCDispatcher

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lib.fetch import Fetched
from tests.factories import make_article, make_newsroom
from tests.lib.conftest import page
from tests.trackbacks.neighbour import FAULT, VALUE, WEBLOG, rpc
from trackbacks.endpoints import Endpoint
from trackbacks.models import Ping
from trackbacks.outgoing import send
from trackbacks.ping_reasons import REASONS
from trackbacks.protocols import JUDGES, Message, tell

pytestmark = pytest.mark.django_db
SENT, FAILED, WAITING, NONE = "sent", "failed", "waiting", "none"


def make_ping(target, headline="Bread & roses", **fields):
    """A ping of an article that links to its target."""
    fields.setdefault("body", f'<p>See <a href="{target}">there</a>.</p>')
    return Ping.objects.create(article=make_article(headline, **fields), target=target)


def sent(target, **fields):
    """The row after one attempt."""
    ping = make_ping(target, **fields)
    send(ping)
    ping.refresh_from_db()
    return ping


def test_a_webmention_is_a_form_with_source_and_target(neighbour):
    ping = sent(neighbour.takes("webmention"))
    assert (ping.state, ping.protocol, ping.reason) == (SENT, "webmention", "")
    assert ping.endpoint == neighbour.url("/endpoint?for=1")
    assert ping.last_answer == "202 text/plain Thank you"
    assert (ping.attempts, ping.attempt_at) == (1, None)
    assert neighbour.asked == ["GET /entry/", "POST /endpoint?for=1"]
    assert neighbour.forms() == [{"source": ping.article.absolute_url, "target": ping.target}]
    (visit,) = neighbour.posts
    assert visit.header("content-type").startswith("application/x-www-form-urlencoded")
    assert "newsroom" in visit.header("user-agent").lower()
    assert ping.article.absolute_url.split("/2")[0] in visit.header("user-agent")


@pytest.mark.parametrize("status", ["200 OK", "201 Created", "202 Accepted", "204 No Content"])
def test_any_2xx_is_success_for_a_webmention(neighbour, status):
    assert sent(neighbour.takes("webmention", page(b"", status=status))).state == SENT


@pytest.mark.parametrize(
    "answer",
    [
        page(b"x" * 2_000_000, status="200 OK"),
        page(b"\x1b", status="200 OK", Content_Encoding="br"),
        page(b"", status="200 OK", content_type="video/mp4"),
    ],
    ids=["too long", "other encoding", "other type"],
)
def test_a_2xx_whose_body_is_not_read_is_success_all_the_same(neighbour, answer):
    assert sent(neighbour.takes("webmention", answer)).state == SENT


@pytest.mark.parametrize(
    ("status", "state"),
    [
        ("400 Bad Request", FAILED),
        ("403 Forbidden", FAILED),
        ("410 Gone", FAILED),
        ("301 Moved Permanently", FAILED),
        ("408 Request Timeout", WAITING),
        ("429 Too Many Requests", WAITING),
        ("500 Internal Server Error", WAITING),
        ("503 Service Unavailable", WAITING),
    ],
)
@pytest.mark.parametrize("protocol", ["webmention", "pingback", "trackback"])
def test_refusals_are_final_and_troubles_pass(neighbour, protocol, status, state):
    answer = page(b"<p>No <b>thanks</b>.", status=status)
    ping = sent(neighbour.takes(protocol, answer))
    assert (ping.state, ping.reason) == (state, "status")
    words = "" if status.startswith("301") else " No thanks."
    assert ping.last_answer == f"{status[:3]} text/html{words}"
    assert bool(ping.attempt_at) == (state == WAITING)


def test_a_redirect_that_keeps_the_method_is_followed_once(neighbour):
    target = neighbour.takes("webmention", page(b"", status="308 X", Location="/there"))
    neighbour.answers["POST /there"] = page(b"")
    ping = sent(target)
    assert (ping.state, neighbour.asked[-1]) == (SENT, "POST /there")
    assert neighbour.forms()[0] == neighbour.forms()[1]
    neighbour.answers["POST /there"] = page(b"", status="307 X", Location="/there")
    ping = sent(target, headline="Again and again")
    assert (ping.state, ping.reason, len(neighbour.posts)) == (FAILED, "status", 4)


def test_a_redirect_into_a_closed_network_is_refused(neighbour):
    refused = page(b"", status="307 X", Location="http://10.0.0.1/")
    ping = sent(neighbour.takes("webmention", refused))
    assert (ping.state, ping.reason) == (FAILED, "address")


class Server:
    """A pingback server that was not written here: Python's own dispatcher."""

    def __init__(self, method):
        self.calls = []
        self.dispatcher = SimpleXMLRPCDispatcher()
        self.dispatcher.register_function(
            lambda *args: self.calls.append(args) or method(), self.name
        )

    name = "pingback.ping"

    def __call__(self, visit):
        visit.send(page(self.dispatcher._marshaled_dispatch(visit.body), content_type="text/xml"))


class Updates(Server):
    name = "weblogUpdates.ping"


def test_a_pingback_is_understood_by_a_server_that_was_not_written_here(neighbour):
    server = Server(lambda: "Registered & seen")
    ping = sent(neighbour.takes("pingback", server))
    assert server.calls == [(ping.article.absolute_url, ping.target)]
    assert (ping.state, ping.protocol, ping.reason) == (SENT, "pingback", "")
    assert ping.last_answer == "Registered & seen"


def fault(code, sentence):
    def answer():
        raise xmlrpc.client.Fault(code, sentence)

    return answer


def test_fault_48_is_success(neighbour):
    ping = sent(neighbour.takes("pingback", Server(fault(48, "known"))))
    assert (ping.state, ping.reason, ping.last_answer) == (SENT, "registered", "known")


@pytest.mark.parametrize("code", [0, 16, 17, 32, 33, 49, 50, -32601])
def test_every_other_fault_is_final(neighbour, code):
    ping = sent(neighbour.takes("pingback", Server(fault(code, "no"))))
    assert (ping.state, ping.reason, ping.last_answer) == (FAILED, "fault", f"{code}: no")


@pytest.mark.parametrize(
    ("status", "state", "reason"),
    [
        ("400 Bad Request", SENT, "registered"),
        ("429 Too Many Requests", WAITING, "status"),
        ("500 Internal Server Error", WAITING, "status"),
    ],
)
def test_a_fault_with_the_status_of_a_refusal_is_a_fault(neighbour, status, state, reason):
    ping = sent(neighbour.takes("pingback", rpc(FAULT.format(48, "known"), status=status)))
    assert (ping.state, ping.reason) == (state, reason)


BOMB = '<!DOCTYPE a [<!ENTITY b "xxxxxxxx"><!ENTITY c "&b;&b;&b;">]>'


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"Thank you",
        b"<html><p>A page of some front server</html>",
        b"<methodResponse><params>",
        (BOMB + VALUE.partition("?>")[2].format("&c;")).encode(),
        VALUE.format("x" * 70_000).encode(),
        ("<a>" * 5_000 + "</a>" * 5_000).encode(),
        b"\xff\xfe\x00\xd8",
    ],
    ids=["empty", "text", "page", "torn", "entities", "long", "deep", "no text"],
)
def test_an_answer_that_is_no_xml_rpc_is_final(neighbour, answer):
    ping = sent(neighbour.takes("pingback", page(answer, content_type="text/xml")))
    assert (ping.state, ping.reason) == (FAILED, "unreadable-answer")


@pytest.mark.parametrize("start", ["\n\n", "\ufeff", ""])
def test_sloppy_servers_are_understood(neighbour, start):
    assert sent(neighbour.takes("pingback", rpc(start + VALUE.format("yes")))).state == SENT
    text = start + "<?xml version='1.0'?>\n<response><error> 0 </error></response>"
    assert sent(neighbour.takes("trackback", rpc(text))).state == SENT
    fault_text = FAULT.format(48, "known").replace("<int>", "<i4>").replace("</int>", "</i4>")
    assert sent(neighbour.takes("pingback", rpc(start + fault_text))).reason == "registered"


def test_a_trackback_says_who_we_are_and_what_the_article_is_about(neighbour):
    make_newsroom(name="The Daily «Ω»")
    ping = sent(neighbour.takes("trackback"), standfirst="نان و گل سرخ " * 40)
    (form,) = neighbour.forms()
    assert (ping.state, ping.protocol) == (SENT, "trackback")
    assert form.pop("excerpt").startswith("نان و گل سرخ نان")
    assert form == {
        "url": ping.article.absolute_url,
        "title": "Bread & roses",
        "blog_name": "The Daily «Ω»",
    }


def test_without_a_standfirst_the_text_is_the_excerpt_and_it_is_short(neighbour):
    target = neighbour.takes("trackback")
    sent(target, body=f'<p>See <a href="{target}">there</a>. {"Word " * 100}</p>')
    excerpt = neighbour.forms()[0]["excerpt"]
    assert excerpt.startswith("See there. Word") and 200 < len(excerpt) <= 252


@pytest.mark.parametrize(
    ("text", "reason", "said"),
    [
        (
            "<response><error>1</error><message>No &amp; never</message></response>",
            "refused",
            "No & never",
        ),
        ("<response><error>1</error></response>", "refused", "200 text/xml 1"),
        ("", "unreadable-answer", "200 text/xml"),
        ("<html>Thank you", "unreadable-answer", "200 text/xml Thank you"),
    ],
)
def test_a_trackback_that_is_refused_failed(neighbour, text, reason, said):
    ping = sent(neighbour.takes("trackback", rpc(text)))
    assert (ping.state, ping.reason, ping.last_answer) == (FAILED, reason, said)


def service(neighbour, answer):
    neighbour.answers["POST /rpc"] = answer
    article = make_article()
    url = neighbour.url("/rpc")
    ping = Ping.objects.create(article=article, target=url, endpoint=url, protocol="weblog")
    send(ping)
    ping.refresh_from_db()
    return ping


def test_an_update_service_is_told_name_and_address_without_a_discovery(neighbour):
    make_newsroom(name="The Daily Example")
    server = Updates(lambda: {"flerror": False, "message": "Thanks."})
    ping = service(neighbour, server)
    assert neighbour.asked == ["POST /rpc"]
    assert server.calls == [("The Daily Example", "http://127.0.0.1:8000/")]
    assert (ping.state, ping.last_answer) == (SENT, "Thanks.")


@pytest.mark.parametrize(
    ("answer", "reason"),
    [
        (rpc(WEBLOG.format(1, "Too often")), "refused"),
        (rpc(VALUE.format("what?")), "refused"),
        (rpc(FAULT.format(3, "no")), "refused"),
        (page(b"hello"), "unreadable-answer"),
    ],
)
def test_an_update_service_may_refuse(neighbour, answer, reason):
    assert service(neighbour, answer).reason == reason


def test_a_page_without_an_endpoint_has_nobody_to_tell(neighbour):
    ping = sent(neighbour.serve("<p>Hello</p>"))
    assert (ping.state, ping.reason, ping.protocol) == (NONE, "no-endpoint", "")
    assert neighbour.asked == ["GET /entry/"]


def test_webmention_is_preferred_and_one_protocol_is_enough(neighbour):
    target = neighbour.takes("pingback")
    neighbour.answers["GET /entry/"] = page(
        b'<link rel="pingback" href="/endpoint"><a rel="webmention" href="/wm">x</a>',
        X_Pingback=neighbour.url("/endpoint"),
    )
    neighbour.answers["POST /wm"] = page(b"")
    assert sent(target).protocol == "webmention"
    assert neighbour.asked == ["GET /entry/", "POST /wm"]


def test_relative_endpoints_start_where_redirects_ended(neighbour):
    neighbour.answers["GET /old"] = page(b"", status="302 Found", Location="/new/place/")
    neighbour.serve('<a rel="webmention" href="end?x=1">x</a>', "/new/place/")
    neighbour.answers["POST /new/place/end"] = page(b"")
    ping = sent(neighbour.url("/old"))
    assert neighbour.asked[-1] == "POST /new/place/end?x=1"
    assert neighbour.forms()[0]["target"] == ping.target


def test_what_is_no_web_page_may_name_its_endpoint_above_its_body(neighbour):
    told = {"content_type": "application/pdf", "Link": "</endpoint>; rel=webmention"}
    neighbour.takes("webmention")
    neighbour.answers["GET /paper.pdf"] = page(b"%PDF", **told)
    neighbour.answers["HEAD /paper.pdf"] = page(b"", **told)
    assert sent(neighbour.url("/paper.pdf")).state == SENT
    assert neighbour.asked == ["GET /paper.pdf", "HEAD /paper.pdf", "POST /endpoint"]


@pytest.mark.parametrize(
    ("target", "reason"),
    [
        ("http://10.0.0.1/", "address"),
        ("http://[::1]/", "address"),
        ("http://192.168.1.1:8080/", "address"),
        ("http://127.0.0.1:8000/2020/01/01/x/", "own"),
        ("http://me:pw@127.0.0.1/", "userinfo"),
    ],
)
def test_a_target_in_a_closed_network_is_never_asked(reachable, target, reason):
    ping = Ping.objects.create(article=make_article(), target=target)
    send(ping)
    ping.refresh_from_db()
    assert (ping.state, ping.reason) == (FAILED, reason)


@pytest.mark.parametrize(
    ("endpoint", "reason"),
    [
        ("http://10.0.0.1/x", "address"),
        ("http://169.254.169.254/latest/meta-data/", "address"),
        ("http://127.0.0.1:8000/webmention/", "own"),
    ],
)
def test_an_endpoint_in_a_closed_network_is_never_asked(neighbour, endpoint, reason):
    ping = sent(neighbour.serve(f'<link rel="webmention" href="{endpoint}">'))
    assert (ping.state, ping.reason) == (FAILED, reason)


def test_a_page_that_is_gone_is_no_page_to_ask_for_an_endpoint(neighbour):
    body = '<link rel="webmention" href="/endpoint">'
    ping = sent(neighbour.serve(body, status="404 Not Found"))
    assert (ping.state, ping.reason, ping.last_answer) == (FAILED, "status", "404 text/html")
    assert neighbour.posts == []


MESSAGE = Message(source="https://a.example/", target="https://b.example/")


@given(
    body=st.binary(max_size=300)
    | st.text(alphabet="<>/&;?!methodResponsefaultvalueparamerror01 ", max_size=300).map(
        str.encode
    ),
    charset=st.none() | st.text(max_size=12),
    protocol=st.sampled_from(list(JUDGES)),
)
def test_any_answer_ends_in_a_state_with_a_reason_that_has_a_sentence(body, charset, protocol):
    answer = Fetched(200, "https://b.example/", (), "text/xml", charset, body)
    outcome = JUDGES[protocol](answer, MESSAGE)
    assert outcome.state in {SENT, FAILED}
    assert outcome.reason in {"", *REASONS}
    assert len(outcome.answer) <= 300 and "\0" not in outcome.answer


@given(text=st.text(max_size=60))
def test_any_text_can_be_sent(text):
    message = Message(
        source="https://a.example/",
        target="https://b.example/" + text,
        title=text,
        excerpt=text,
        blog_name=text,
    )
    for protocol in JUDGES:
        outcome = tell(Endpoint(protocol, "http://10.0.0.1/"), message)
        assert (outcome.state, outcome.reason) == (FAILED, "address")
