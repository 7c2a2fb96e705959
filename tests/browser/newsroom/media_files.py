"""What the tests of media, categories and tags share: pictures, and files that are dropped on the screen."""

import struct
import zlib


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, colour=(0x30, 0x60, 0x90)):
    """A picture of one colour with a lighter stripe."""
    light = bytes(min(255, part + 90) for part in colour)
    rows = b"".join(b"\0" + (light if y // 24 % 4 == 0 else bytes(colour)) * width for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def add(site, name, data=None, login="editor", mime="image/png", **fields):
    """A medium by the API."""
    api = site.api(login)
    answer = api.request("POST", "media", data=data or png(640, 480), headers={
        "Content-Type": mime, "Content-Disposition": f'attachment; filename="{name}"'})
    assert answer.status_code == 201, answer.text
    if fields:
        assert api.post(f"media/{answer.json()['id']}", fields).status_code == 200
    return answer.json()


DROP = """
const files = arguments[0].map(([name, type, bytes]) => new File([Uint8Array.from(atob(bytes), c => c.charCodeAt(0))], name, {type}));
const data = new DataTransfer();
files.forEach(file => data.items.add(file));
for (const type of ["dragenter", "dragover", ...(arguments[1] ? ["drop"] : [])])
  document.querySelector("main").dispatchEvent(new DragEvent(type, {bubbles: true, cancelable: true, dataTransfer: data}));
"""


def drop(newsroom, *files, let_go=True):
    """Files (name, type, bytes) on the screen, as a person drops them."""
    import base64
    newsroom.driver.execute_script(DROP, [[name, mime, base64.b64encode(data).decode()] for name, mime, data in files], let_go)
