"""A key that lives in the browser, as a phone or a laptop holds one; a driver stands for the finger.

Chromium's driver has the commands of WebAuthn (level 2, section 11). Firefox has them too, and the driver of
the package (geckodriver 0.33.0) does not pass them on: they are asked for inside the browser. WebKitGTK 2.50
knows no passkeys.
"""

from contextlib import contextmanager

from selenium.webdriver.common.virtual_authenticator import VirtualAuthenticatorOptions

SERVICE = 'Cc["@mozilla.org/webauthn/service;1"].getService(Ci.nsIWebAuthnService)'
ADD = f'return {SERVICE}.addVirtualAuthenticator("ctap2", "internal", true, true, true, arguments[0])'
REMOVE = f"{SERVICE}.removeVirtualAuthenticator(arguments[0])"


@contextmanager
def authenticator(engine, knows_its_person=True):
    """`knows_its_person` says whether its finger is the right one."""
    add, remove = {"firefox": (in_firefox, out_of_firefox)}.get(engine.kind, (in_others, out_of_others))
    key = add(engine.driver, knows_its_person)
    try:
        yield
    finally:
        remove(engine.driver, key)


def in_others(driver, knows_its_person):
    options = VirtualAuthenticatorOptions()
    options.transport, options.has_resident_key = VirtualAuthenticatorOptions.Transport.INTERNAL, True
    options.has_user_verification, options.is_user_verified = True, knows_its_person
    driver.add_virtual_authenticator(options)


def out_of_others(driver, _key):
    driver.remove_virtual_authenticator()


def in_firefox(driver, knows_its_person):
    return inside(driver, ADD, knows_its_person)


def out_of_firefox(driver, key):
    inside(driver, REMOVE, key)


def inside(driver, code, *args):
    driver.command_executor.add_command("context", "POST", "/session/$sessionId/moz/context")
    driver.execute("context", {"context": "chrome"})
    try:
        return driver.execute_script(code, *args)
    finally:
        driver.execute("context", {"context": "content"})
