"""Media through REST: uploads of both kinds, what is refused, files on disk and over HTTP, pictures in pages."""

import glob
import os
import struct
import zlib

import pytest

POLICY = "sandbox; default-src 'none'"


def chunk(name, data):
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def png(width, height, extra=b""):
    """A picture of one colour."""
    rows = (b"\0" + b"\x30\x60\x90" * width) * height
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)) + extra +
            chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def upload(api, name, data, mime="image/png", query="", **headers):
    return api.request("POST", "media" + query, data=data,
                       headers={"Content-Type": mime, "Content-Disposition": f'attachment; filename="{name}"',
                                **headers})


@pytest.fixture(scope="module")
def admin(site):
    return site.api("admin")


@pytest.fixture(scope="module")
def large(admin):
    answer = upload(admin, "Large Picture.PNG", png(1600, 1200), query="?alt_text=A%20wall")
    assert answer.status_code == 201, answer.text
    return answer.json()


def files_of(site):
    return sorted(os.path.relpath(path, site.data + "/uploads")
                  for path in glob.glob(site.data + "/uploads/**", recursive=True) if os.path.isfile(path))


def hidden_files(site):
    return [name for _, _, names in os.walk(site.data + "/uploads") for name in names if name.startswith(".")]


def test_sizes(site, large):
    details = large["media_details"]
    assert (details["width"], details["height"]) == (1600, 1200)
    sizes = {name: (size["width"], size["height"]) for name, size in details["sizes"].items()}
    assert sizes == {"thumbnail": (150, 150), "medium": (300, 225), "medium_large": (768, 576),
                     "large": (1024, 768), "full": (1600, 1200)}
    assert details["sizes"]["medium"]["file"] == "Large-Picture-300x225.png"
    for size in details["sizes"].values():
        answer = site.get(size["source_url"].removeprefix(site.base))
        assert answer.status_code == 200
        assert struct.unpack(">II", answer.content[16:24]) == (size["width"], size["height"])
    assert not hidden_files(site)


def test_served_disarmed(site, large):
    path = large["source_url"].removeprefix(site.base)
    assert path.startswith("/wp-content/uploads/20")
    answer = site.get(path)
    assert answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Security-Policy"] == POLICY
    again = site.get(path, headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    part = site.get(path, headers={"Range": "bytes=1-3"})
    assert (part.status_code, part.content) == (206, b"PNG")
    assert site.get(os.path.dirname(path)).status_code == 404
    assert site.get(path + "x").status_code == 404


@pytest.mark.parametrize("name,data", [
    ("page.html", b"<html><script>1</script>"),
    ("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("drawing.png", b"<svg xmlns='http://www.w3.org/2000/svg'/>"),
    ("script.php", b"<?php echo 1;"),
    ("script.txt", b"\xef\xbb\xbf <?php echo 1;"),
    ("page.txt", b"\n\n<!DOCTYPE html><p>"),
    ("script.php.jpg", b"<?php echo 1;"),
    ("sound.mp3", b"no sound"),
    ("words.docx", b"PK\x03\x04 but nothing of Word"),
    ("noending", b"words"),
    ("binary.txt", b"a\0b"),
    ("data.xml", b"<?xml version='1.0'?><a/>"),
    ("sizeless.png", b"\x89PNG\r\n\x1a\n"),
])
def test_refused(site, admin, name, data):
    before = files_of(site)
    answer = upload(admin, name, data)
    assert (answer.status_code, answer.json()["code"]) == (415, "rest_upload_sideload_error")
    assert answer.json()["data"]["status"] == 415
    answer = admin.request("POST", "media", files={"file": (name, data)})
    assert (answer.status_code, answer.json()["code"]) == (415, "rest_upload_unknown_error")
    assert files_of(site) == before


@pytest.mark.parametrize("name,data,mime", [
    ("words.txt", "Grüße, وسلام".encode(), "text/plain"),
    ("table.csv", b"a;b\n1;2\n", "text/csv"),
    ("paper.pdf", b"%PDF-1.7\n", "application/pdf"),
    ("sound.mp3", b"ID3\x04" + bytes(64), "audio/mpeg"),
    ("film.mp4", b"\0\0\0\x18ftypmp42" + bytes(64), "video/mp4"),
])
def test_other_types(site, admin, name, data, mime):
    made = upload(admin, name, data, "application/octet-stream").json()
    assert (made["mime_type"], made["media_type"]) == (mime, "file")
    answer = site.get(made["source_url"].removeprefix(site.base))
    assert answer.content == data
    assert answer.headers["Content-Type"].startswith(mime)
    assert answer.headers["Content-Security-Policy"] == POLICY


def test_a_picture_is_what_it_holds(admin):
    made = upload(admin, "really-a-png.jpg", png(4, 4), "image/jpeg").json()
    assert made["mime_type"] == "image/png"
    assert made["source_url"].endswith("/really-a-png.png")


@pytest.mark.parametrize("sent,stored", [
    ("../../../etc/passwd.png", "passwd.png"),
    ("..\\\\boot.png", "boot.png"),
    (".htaccess.png", "htaccess.png"),
    ("a.php.png", "a.php_.png"),
    ("x" * 400 + ".png", "x" * 180 + ".png"),
    ("---.png", "unnamed-file.png"),
    ("two  words & more.png", "two-words-more.png"),
])
def test_names(site, admin, sent, stored):
    made = upload(admin, sent, png(3, 3)).json()
    assert os.path.basename(made["media_details"]["file"]) == stored
    assert site.get(made["source_url"].removeprefix(site.base)).status_code == 200
    admin.delete(f"media/{made['id']}?force=true")


def test_what_a_camera_wrote_is_gone(site, admin):
    told = chunk(b"tEXt", b"Comment\0at home") + chunk(b"eXIf", b"II*\0\x08\0\0\0\0\0GPSGPS")
    made = upload(admin, "told.png", png(20, 20, told) + b"GPSGPS").json()
    content = site.get(made["source_url"].removeprefix(site.base)).content
    assert content == png(20, 20)


def tiff(orientation):
    return b"II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0" + struct.pack("<H", orientation) + b"\0\0\0\0\0\0"


def jpeg_size(data):
    at = 2
    while data[at + 1] not in (0xC0, 0xC2):
        at += 2 + struct.unpack(">H", data[at + 2:at + 4])[0]
    return struct.unpack(">HH", data[at + 5:at + 9])[::-1]


JPEG = bytes.fromhex(  # 16 x 8, made with libjpeg
    "ffd8ffe000104a46494600010100000100010000ffdb004300"
    + "10" * 64 + "ffc0000b080008001001011100ffc4001f0000010501010101010100000000000000000102030405060708090a0b"
    + "ffc400b5100002010303020403050504040000017d01020300041105122131410613516107227114328191a1082342b1c11552d1f0"
    "24336272820917161718191a25262728292a3435363738393a434445464748494a535455565758595a636465666768696a737475767778"
    "797a838485868788898a92939495969798999aa2a3a4a5a6a7a8a9aab2b3b4b5b6b7b8b9bac2c3c4c5c6c7c8c9cad2d3d4d5d6d7d8d9da"
    "e1e2e3e4e5e6e7e8e9eaf1f2f3f4f5f6f7f8f9faffda0008010100003f0028a28a28a28affd9")


@pytest.mark.parametrize("orientation,size", [(1, (16, 8)), (3, (16, 8)), (6, (8, 16)), (8, (8, 16))])
def test_orientation(site, admin, orientation, size):
    exif = b"Exif\0\0" + tiff(orientation) + b"GPS"
    data = JPEG[:2] + b"\xff\xe1" + struct.pack(">H", len(exif) + 2) + exif + JPEG[2:]
    made = upload(admin, f"turned-{orientation}.jpg", data, "image/jpeg").json()
    content = site.get(made["source_url"].removeprefix(site.base)).content
    assert b"Exif" not in content and b"GPS" not in content
    assert (made["media_details"]["width"], made["media_details"]["height"]) == size
    assert jpeg_size(content) == size


def test_too_many_pixels(admin):
    head = b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", 60000, 60000, 8, 2, 0, 0, 0))
    answer = upload(admin, "bomb.png", head + chunk(b"IEND", b""))
    assert answer.status_code == 413


def test_a_broken_picture_is_taken_without_sizes(admin):
    made = upload(admin, "broken.png", png(400, 400)[:60])
    assert made.status_code == 201
    assert list(made.json()["media_details"]["sizes"]) == ["full"]


def test_too_large(site, admin):
    answer = site.raw(b"POST /wp-json/wp/v2/media HTTP/1.1\r\nHost: a\r\nContent-Length: 67108865\r\n\r\n")
    assert b" 413 " in answer.split(b"\r\n")[0]


def test_nobody_is_refused_before_the_file(site):
    answer = site.raw(b"POST /wp-json/wp/v2/media HTTP/1.1\r\nHost: a\r\nContent-Type: image/png\r\n"
                      b"Content-Length: 60000000\r\n\r\n")
    assert b" 401 " in answer.split(b"\r\n")[0]
    assert b"rest_cannot_create" in answer


def test_a_large_body_is_not_held(site, admin):
    def resident():
        with open(f"/proc/{site.process.pid}/status") as status:
            return int(next(line for line in status if line.startswith("VmHWM")).split()[1])
    before = resident()
    data = b"%PDF-1.7\n" + b"x" * (48 << 20)
    made = upload(admin, "large.pdf", data, "application/pdf").json()
    assert made["media_details"]["filesize"] == len(data)
    with open(f"/proc/{site.process.pid}/status") as status:
        held = int(next(line for line in status if line.startswith("RssAnon")).split()[1])
    assert resident() and held < before + (24 << 10)
    admin.delete(f"media/{made['id']}?force=true")


def test_multipart_errors(admin):
    answer = admin.request("POST", "media", files={"other": ("a.png", png(2, 2))})
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_upload_no_data")
    answer = admin.request("POST", "media", data=b"--x\r\nbroken",
                           headers={"Content-Type": "multipart/form-data; boundary=x"})
    assert answer.status_code == 400


def test_rights(site, admin, large):
    assert upload(site.api("contributor"), "a.png", png(2, 2)).status_code == 403
    assert upload(site.api(), "a.png", png(2, 2)).status_code == 401
    post = site.make_post(title="Of the admin", status="draft")
    answer = upload(site.api("author"), "a.png", png(2, 2), query=f"?post={post['id']}")
    assert (answer.status_code, answer.json()["code"]) == (403, "rest_cannot_edit")
    made = upload(admin, "of-a-draft.png", png(2, 2), query=f"?post={post['id']}").json()
    assert site.api().get(f"media/{made['id']}").status_code == 401
    assert made["id"] not in [item["id"] for item in site.api().get("media?per_page=100").json()]
    assert site.api("author").put(f"media/{large['id']}", {"title": "x"}).status_code == 403
    answer = admin.put(f"media/{made['id']}", {"post": large["id"]})
    assert (answer.status_code, answer.json()["code"]) == (400, "rest_invalid_param")


def test_lists(admin, large):
    text = upload(admin, "listed.txt", b"words", "text/plain").json()
    ids = f"include={large['id']},{text['id']}"

    def found(query):
        return {item["id"] for item in admin.get(f"media?{ids}&{query}").json()}
    assert found("media_type=image") == {large["id"]}
    assert found("media_type=text") == {text["id"]}
    assert found("media_type=video") == set()
    assert found("mime_type=text/plain") == {text["id"]}
    assert found("mime_type=text/unheard-of") == {large["id"], text["id"]}
    assert found("parent=0") == {large["id"], text["id"]}
    assert found("parent_exclude=0") == set()
    assert admin.get("media?media_type=film").status_code == 400


def test_pages_show_the_picture(site, admin, large):
    post = site.make_post(title="Pictured", status="publish", featured_media=large["id"])
    assert post["featured_media"] == large["id"]
    admin.put(f"media/{large['id']}", {"caption": "A <em>wall</em>"})
    page = site.get(post["link"].removeprefix(site.base)).text
    base = large["source_url"].removesuffix(".png")
    assert f'src="{base}-768x576.png"' in page
    assert f"{base}-300x225.png 300w, {base}-768x576.png 768w, {base}-1024x768.png 1024w, {base}.png 1600w" in page
    assert 'width="768" height="576" alt="A wall"' in page
    assert "A <em>wall</em>" in page
    assert "150x150" not in page
    assert f"{base}-768x576.png" in site.get("/").text
    embedded = site.api().get(f"posts/{post['id']}?_embed=wp:featuredmedia").json()["_embedded"]
    assert embedded["wp:featuredmedia"][0]["source_url"] == large["source_url"]


def test_delete_removes_the_files(site, admin):
    made = upload(admin, "goes.png", png(800, 800)).json()
    post = site.make_post(title="Loses its picture", status="publish", featured_media=made["id"])
    names = {os.path.basename(name) for name in files_of(site) if "goes" in name}
    assert names == {"goes.png", "goes-150x150.png", "goes-300x300.png", "goes-768x768.png"}
    assert admin.delete(f"media/{made['id']}").status_code == 501
    assert admin.delete(f"media/{made['id']}?force=true").json()["previous"]["id"] == made["id"]
    assert not [name for name in files_of(site) if "goes" in name]
    assert site.get(made["source_url"].removeprefix(site.base)).status_code == 404
    assert admin.get(f"posts/{post['id']}").json()["featured_media"] == 0


def test_an_address_leads_to_the_file(site, admin):
    made = upload(admin, "has-an-address.png", png(4, 4)).json()
    answer = site.get(made["link"].removeprefix(site.base))
    assert (answer.status_code, answer.headers["Location"]) == (302, made["source_url"])


def test_media_go_with_their_author(site, admin):
    user = admin.post("users", {"username": "passer-by", "email": "p@example.org", "password": "a long one indeed",
                                "roles": ["author"]}).json()
    made = upload(admin, "passing.png", png(200, 200), query=f"?author={user['id']}").json()
    assert made["author"] == user["id"]
    post = site.make_post(title="Borrowed", status="publish", featured_media=made["id"])
    assert admin.delete(f"users/{user['id']}?force=true&reassign=").status_code == 200
    assert not [name for name in files_of(site) if "passing" in name]
    assert admin.get(f"posts/{post['id']}").json()["featured_media"] == 0


def test_same_name_at_once(site, admin):
    names = {upload(admin, "same.png", png(200, 200)).json()["media_details"]["file"].split("/")[-1]
             for _ in range(3)}
    assert names == {"same.png", "same-1.png", "same-2.png"}
    # the name of another one's smaller picture
    taken = upload(admin, "same-150x150.png", png(2, 2)).json()
    assert os.path.basename(taken["media_details"]["file"]) == "same-150x150-1.png"
