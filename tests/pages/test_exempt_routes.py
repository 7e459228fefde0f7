"""The list of routes that take forms without a token is closed (staff routes are never on it)."""

from django.urls import URLPattern, get_resolver

EXEMPT = {
    "appeal",
    "comment-report",
    "confirm",
    "follow",
    "following",
    "article-comments",
    "page-comments",
    "comment-edit",
    "likes",
    "linkback-removal",
    "page-likes",
    "article-trackback",
    "page-trackback",
    "preview",
    "webmention",
    "xmlrpc",
    "xmlrpc-php",
}


def routes(resolver):
    for route in resolver.url_patterns:
        if isinstance(route, URLPattern):
            yield route
        else:
            yield from routes(route)


def test_these_routes_and_no_others_take_a_form_without_a_token():
    exempt = {
        route.name
        for route in routes(get_resolver())
        if getattr(route.callback, "csrf_exempt", False)
    }
    assert exempt == EXEMPT
