"""Pages first: other work waits while pages are made, but not for ever."""

from threading import Event, Thread

from lib.priority import PAGES, Pages, PagesFirst


def test_who_waits_goes_on_when_the_last_page_is_made():
    pages, waits, went_on = Pages(), Event(), Event()

    def work():
        waits.set()
        assert pages.wait(30)
        went_on.set()

    with pages:
        with pages:
            thread = Thread(target=work)
            thread.start()
            assert waits.wait(30)
        assert not went_on.is_set()
    thread.join(30)
    assert went_on.is_set()


def test_nobody_waits_for_ever():
    pages = Pages()
    with pages:
        assert not pages.wait(0.001)
    assert pages.wait(0)


def test_a_page_that_fails_is_no_longer_made():
    pages = Pages()
    try:
        with pages:
            raise LookupError
    except LookupError:
        pass
    assert pages.wait(0)


def test_only_who_reads_is_waited_for(rf):
    seen = {}

    def view(request):
        seen[request.method] = PAGES.wait(0)

    for request in (rf.get("/"), rf.head("/"), rf.post("/")):
        PagesFirst(view)(request)
    assert seen == {"GET": False, "HEAD": False, "POST": True}
