#!/usr/bin/python3
"""A browser of a few lines on WebKitGTK, run by the system's own Python, which has its bindings;
WebKitWebDriver drives it.

The one that comes with WebKitGTK, MiniBrowser, keeps nothing on the disk while it is driven: no worker, no
record, no sign-in would be there after a kill. The driver asks for a browser with that name, so this one
calls itself so.

It puts no page aside whole for Back. WebKit does that over http, as we serve here, and never over https with
a page that says no-store, as all of a signed-in person do: there a page that is left while it reads or writes
keeps the records of the device for itself, and none that comes after it gets an answer (docs/browsers.md).
"""

import argparse
from pathlib import Path

import gi

gi.require_version("Gtk", "3.0")
gi.require_version("WebKit2", "4.1")
from gi.repository import Gtk, WebKit2  # noqa: E402 -- after their versions are named


def arguments():
    parser = argparse.ArgumentParser()
    parser.add_argument("--automation", action="store_true")  # the driver adds it
    parser.add_argument("--profile", type=Path, required=True)
    parser.add_argument("--language", required=True)
    parser.add_argument("--dark", action="store_true")
    return parser.parse_known_args()[0]


def context(profile, language):
    """Everything it keeps is in this folder; what it downloads in `downloads` there."""
    manager = WebKit2.WebsiteDataManager(
        base_data_directory=str(profile / "data"), base_cache_directory=str(profile / "cache")
    )
    made = WebKit2.WebContext(website_data_manager=manager)
    made.get_cookie_manager().set_persistent_storage(
        str(profile / "cookies"), WebKit2.CookiePersistentStorage.SQLITE
    )
    made.set_preferred_languages([language])
    made.connect("download-started", lambda _context, each: keep(each, profile / "downloads"))
    made.connect("automation-started", lambda _context, session: hand_over(session, made))
    made.set_automation_allowed(True)
    return made


def keep(download, folder):
    folder.mkdir(exist_ok=True)
    download.connect(
        "decide-destination", lambda each, name: each.set_destination((folder / name).as_uri()) or True
    )


def hand_over(session, made):
    """To the driver, which asks for a window when it needs one."""
    info = WebKit2.ApplicationInfo()
    info.set_name("MiniBrowser")
    info.set_version(WebKit2.get_major_version(), WebKit2.get_minor_version(), WebKit2.get_micro_version())
    session.set_application_info(info)
    session.connect("create-web-view", lambda _session: window(web_context=made))


def window(**whose):
    settings = WebKit2.Settings(enable_page_cache=False, enable_write_console_messages_to_stdout=True)
    view = WebKit2.WebView(settings=settings, is_controlled_by_automation=True, **whose)
    view.connect("create", lambda opener, _action: window(related_view=opener))  # a link to a new tab
    view.connect("decide-policy", download_paper)
    frame = Gtk.Window()
    frame.add(view)
    frame.show_all()
    view.connect("close", lambda _view: frame.destroy())
    return view


def download_paper(_view, decision, kind):
    """Instead of showing it, as the other two are told by their settings."""
    if (
        kind != WebKit2.PolicyDecisionType.RESPONSE
        or decision.get_response().get_mime_type() != "application/pdf"
    ):
        return False
    decision.download()
    return True


asked = arguments()
Gtk.init([])
Gtk.Settings.get_default().props.gtk_application_prefer_dark_theme = asked.dark
ours = context(asked.profile, asked.language)
Gtk.main()
