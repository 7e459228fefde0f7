"""Somebody else's site that takes announcements: a real server on loopback, as rude as it likes."""

from urllib.parse import parse_qs

from tests.lib.conftest import Site, page

FAULT = (
    "<?xml version='1.0'?><methodResponse><fault><value><struct>"
    "<member><name>faultCode</name><value><int>{}</int></value></member>"
    "<member><name>faultString</name><value><string>{}</string></value></member>"
    "</struct></value></fault></methodResponse>"
)
VALUE = (
    "<?xml version='1.0'?><methodResponse><params><param><value><string>{}</string></value>"
    "</param></params></methodResponse>"
)
WEBLOG = (
    "<?xml version='1.0'?><methodResponse><params><param><value><struct>"
    "<member><name>flerror</name><value><boolean>{}</boolean></value></member>"
    "<member><name>message</name><value>{}</value></member>"
    "</struct></value></param></params></methodResponse>"
)
RDF = (
    "<!-- <rdf:RDF xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'>"
    '<rdf:Description rdf:about="{0}" dc:identifier="{0}" dc:title="An entry"'
    ' trackback:ping="{1}" /></rdf:RDF> -->'
)


class Neighbour:
    """``answers`` maps "METHOD /path" to bytes or to a function of the visit."""

    def __init__(self, **options):
        self.answers = {}
        self.asked = []
        self.posts = []
        self.site = Site(self.answer, **options)

    def url(self, path="/entry/"):
        return self.site.url(path)

    def answer(self, visit):
        if not visit.head:
            return
        method = visit.head.split(b" ")[0].decode()
        path = visit.path.partition("?")[0]
        self.asked.append(f"{method} {visit.path}")
        if method == "POST":
            self.posts.append(visit)
        answer = self.answers.get(f"{method} {path}", page(b"no", status="404 Not Found"))
        if callable(answer):
            answer(visit)
        else:
            visit.send(answer)

    def serve(self, body, path="/entry/", **options):
        """An HTML page; the answer is its address."""
        self.answers[f"GET {path}"] = page(body.encode(), **options)
        return self.url(path)

    def takes(self, protocol, answer=None, path="/entry/"):
        """A page that names an endpoint of this protocol, and the endpoint's answer."""
        told = {
            "webmention": '<link rel="webmention" href="/endpoint?for=1">',
            "pingback": '<link rel="pingback" href="/endpoint">',
            "trackback": RDF.format(self.url(path), self.url("/endpoint")),
        }
        default = {
            "webmention": page(b"Thank you", status="202 Accepted", content_type="text/plain"),
            "pingback": rpc(VALUE.format("Thank you")),
            "trackback": rpc("<response><error>0</error></response>"),
        }
        self.answers["POST /endpoint"] = default[protocol] if answer is None else answer
        return self.serve(f"<title>Entry</title>{told[protocol]}<p>Hello</p>", path)

    def forms(self):
        """The forms that were posted, in order, each field once."""
        return [
            {name: value for name, (value,) in parse_qs(visit.body.decode()).items()}
            for visit in self.posts
        ]


def rpc(text, **options):
    """An answer in XML."""
    return page(text.encode(), content_type="text/xml; charset=utf-8", **options)
