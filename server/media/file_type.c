// file_type: see the header. Each type has a test of its first bytes; text has to be text.
#include "server/media/file_type.h"

#include <string.h>
#include <strings.h>

#include "base/utf8.h"

typedef bool (*head_test)(const char *head, size_t size);

static bool at(const char *head, size_t size, size_t offset, const char *bytes, size_t count) {
    return size >= offset + count && memcmp(head + offset, bytes, count) == 0;
}
#define AT(offset, text) at(head, size, offset, text, sizeof text - 1)

static bool is_jpeg(const char *head, size_t size) { return AT(0, "\xff\xd8\xff"); }
static bool is_png(const char *head, size_t size) { return AT(0, "\x89PNG\r\n\x1a\n"); }
static bool is_gif(const char *head, size_t size) { return AT(0, "GIF87a") || AT(0, "GIF89a"); }
static bool is_webp(const char *head, size_t size) { return AT(0, "RIFF") && AT(8, "WEBPVP8"); }
static bool is_pdf(const char *head, size_t size) { return AT(0, "%PDF-"); }
static bool is_wav(const char *head, size_t size) { return AT(0, "RIFF") && AT(8, "WAVE"); }
static bool is_ogg(const char *head, size_t size) { return AT(0, "OggS"); }
static bool is_flac(const char *head, size_t size) { return AT(0, "fLaC"); }
static bool is_zip(const char *head, size_t size) { return AT(0, "PK\x03\x04"); }
static bool is_iso_media(const char *head, size_t size) { return AT(4, "ftyp"); }
static bool is_webm(const char *head, size_t size) { return AT(0, "\x1a\x45\xdf\xa3"); }

static bool is_mp3(const char *head, size_t size) {
    if (AT(0, "ID3")) return true;
    // A frame: eleven bits set, and a layer that is not reserved.
    return size >= 2 && head[0] == '\xff' && (head[1] & 0xe0) == 0xe0 && (head[1] & 0x06) != 0;
}

// Word, Excel and PowerPoint keep "[Content_Types].xml" first or nearly so; OpenDocument says its type at once.
static bool is_office(const char *head, size_t size) {
    return is_zip(head, size) && memmem(head, size, "[Content_Types].xml", 19) != NULL;
}
static bool is_opendocument(const char *head, size_t size) {
    return is_zip(head, size) && memmem(head, size, "mimetypeapplication/vnd.oasis.opendocument.", 43) != NULL;
}

// A page or a program that calls itself text.
static bool reads_as_code(const char *head, size_t size) {
    static const char *const starts[] = {"<!doctype", "<html", "<script", "<svg", "<?", "<body", "<head", "<iframe"};
    size_t blank = 0;
    while (blank < size && strchr(" \t\r\n\f", head[blank]) && head[blank]) blank++;
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        const size_t length = strlen(starts[i]);
        if (size - blank >= length && strncasecmp(head + blank, starts[i], length) == 0) return true;
    }
    return memmem(head, size, "<?php", 5) || AT(0, "#!");
}

static bool is_text(const char *head, size_t size) {
    if (AT(0, "\xef\xbb\xbf")) {
        head += 3;
        size -= 3;
    }
    for (size_t i = 0; i < size; i++) {
        const unsigned char byte = (unsigned char) head[i];
        if ((byte < ' ' && !strchr("\t\n\r\f", byte)) || byte == 0 || byte == 0x7f) return false;
    }
    // The head may end within a character.
    size_t whole = size;
    for (size_t cut = 0; cut < 4 && !utf8_valid(head, whole); cut++) {
        if (size < FILE_HEAD - 3 || whole == 0) return false;
        whole--;
    }
    return utf8_valid(head, whole) && !reads_as_code(head, size);
}

#define OFFICE "application/vnd.openxmlformats-officedocument."
#define OPEN "application/vnd.oasis.opendocument."
#define SAME(mime) mime, mime

// Rows of one MIME type stand together; the first one's ending is what files are stored with.
static const struct row {
    struct file_type type;
    head_test test;
} rows[] = {
    {{"jpg", SAME("image/jpeg"), FILE_JPEG, true}, is_jpeg},
    {{"jpeg", SAME("image/jpeg"), FILE_JPEG, true}, is_jpeg},
    {{"jpe", SAME("image/jpeg"), FILE_JPEG, true}, is_jpeg},
    {{"png", SAME("image/png"), FILE_PNG, true}, is_png},
    {{"gif", SAME("image/gif"), FILE_GIF, true}, is_gif},
    {{"webp", SAME("image/webp"), FILE_WEBP, true}, is_webp},
    {{"pdf", SAME("application/pdf"), FILE_OTHER, true}, is_pdf},
    {{"mp3", SAME("audio/mpeg"), FILE_OTHER, true}, is_mp3},
    {{"m4a", "audio/mpeg", "audio/mp4", FILE_OTHER, true}, is_iso_media},
    {{"ogg", SAME("audio/ogg"), FILE_OTHER, true}, is_ogg},
    {{"oga", SAME("audio/ogg"), FILE_OTHER, true}, is_ogg},
    {{"flac", SAME("audio/flac"), FILE_OTHER, true}, is_flac},
    {{"wav", SAME("audio/wav"), FILE_OTHER, true}, is_wav},
    {{"mp4", SAME("video/mp4"), FILE_OTHER, true}, is_iso_media},
    {{"m4v", SAME("video/mp4"), FILE_OTHER, true}, is_iso_media},
    {{"mov", SAME("video/quicktime"), FILE_OTHER, true}, is_iso_media},
    {{"webm", SAME("video/webm"), FILE_OTHER, true}, is_webm},
    {{"ogv", SAME("video/ogg"), FILE_OTHER, true}, is_ogg},
    {{"txt", "text/plain", "text/plain; charset=UTF-8", FILE_OTHER, true}, is_text},
    {{"csv", "text/csv", "text/csv; charset=UTF-8", FILE_OTHER, false}, is_text},
    {{"zip", SAME("application/zip"), FILE_OTHER, false}, is_zip},
    {{"docx", SAME(OFFICE "wordprocessingml.document"), FILE_OTHER, false}, is_office},
    {{"xlsx", SAME(OFFICE "spreadsheetml.sheet"), FILE_OTHER, false}, is_office},
    {{"pptx", SAME(OFFICE "presentationml.presentation"), FILE_OTHER, false}, is_office},
    {{"odt", SAME(OPEN "text"), FILE_OTHER, false}, is_opendocument},
    {{"ods", SAME(OPEN "spreadsheet"), FILE_OTHER, false}, is_opendocument},
    {{"odp", SAME(OPEN "presentation"), FILE_OTHER, false}, is_opendocument},
};
enum { ROWS = sizeof rows / sizeof *rows };

static const struct row *row_of_name(const char *name) {
    const char *dot = strrchr(name, '.');
    for (size_t i = 0; dot && i < ROWS; i++)
        if (strcasecmp(dot + 1, rows[i].type.ending) == 0) return &rows[i];
    return NULL;
}

const struct file_type *file_type_of_name(const char *name) {
    const struct row *row = row_of_name(name);
    return row ? &row->type : NULL;
}

const struct file_type *file_type_of_mime(const char *mime) {
    for (size_t i = 0; i < ROWS; i++)
        if (strcmp(rows[i].type.mime, mime) == 0) return &rows[i].type;
    return NULL;
}

const struct file_type *file_type_decide(const char *name, const char *head, size_t size) {
    const struct row *named = row_of_name(name);
    if (size > FILE_HEAD) size = FILE_HEAD;
    if (!named) return NULL;
    if (named->test(head, size)) return &named->type;
    for (size_t i = 0; file_type_is_image(&named->type) && i < ROWS; i++)
        if (file_type_is_image(&rows[i].type) && rows[i].test(head, size)) return &rows[i].type;
    return NULL;
}

const struct file_type *file_type_at(size_t index) { return index < ROWS ? &rows[index].type : NULL; }
