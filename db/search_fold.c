// search_fold: letters as the search sees them, and the words that they make (search_text.h).
#include <string.h>
#include <utf8proc.h>

#include "base/strbuf.h"
#include "base/utf8.h"
#include "db/search_text.h"

enum { CODES_MOST = 18 };  // that one character may decompose to

enum kind {
    KIND_BREAK,    // between words
    KIND_NOTHING,  // within a word, and not there for the search
    KIND_JOINER,   // the zero-width non-joiner
    KIND_ALONE,    // a word by itself
    KIND_LETTER,
};

static bool within(uint32_t code, uint32_t first, uint32_t last) { return code >= first && code <= last; }

// Scripts in which marks are vowels and belong to the word: Devanagari to Myanmar, Khmer.
static bool has_vowel_marks(uint32_t code) { return within(code, 0x900, 0x109f) || within(code, 0x1780, 0x17ff); }

// Scripts that put no spaces between words: Thai, Lao, Myanmar, Khmer, kana, Han.
static bool is_spaceless(uint32_t code) {
    return within(code, 0xe00, 0xeff) || within(code, 0x1000, 0x109f) || within(code, 0x1780, 0x17ff) ||
           within(code, 0x3040, 0x30ff) || within(code, 0x3400, 0x9fff) || within(code, 0xf900, 0xfaff) ||
           within(code, 0x20000, 0x3ffff);
}

static bool is_word(uint32_t code) {
    switch (utf8proc_category((utf8proc_int32_t) code)) {
        case UTF8PROC_CATEGORY_LU:
        case UTF8PROC_CATEGORY_LL:
        case UTF8PROC_CATEGORY_LT:
        case UTF8PROC_CATEGORY_LO:
        case UTF8PROC_CATEGORY_ND:
        case UTF8PROC_CATEGORY_NL:
        case UTF8PROC_CATEGORY_NO:
            return true;
        // Modifier letters that people write for an apostrophe part words as the apostrophe does.
        case UTF8PROC_CATEGORY_LM:
            return !within(code, 0x2b9, 0x2bf);
        default:
            return false;
    }
}

static bool is_mark(uint32_t code) {
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t) code);
    return category == UTF8PROC_CATEGORY_MN || category == UTF8PROC_CATEGORY_MC || category == UTF8PROC_CATEGORY_ME;
}

static enum kind kind_of(uint32_t code) {
    if (code == 0x200c) return KIND_JOINER;
    if (code == 0x640) return KIND_NOTHING;  // tatweel
    if (code == 0xfffd) return KIND_BREAK;
    if (is_mark(code)) return !has_vowel_marks(code) ? KIND_NOTHING : is_spaceless(code) ? KIND_ALONE : KIND_LETTER;
    if (is_word(code)) return is_spaceless(code) ? KIND_ALONE : KIND_LETTER;
    return utf8proc_category((utf8proc_int32_t) code) == UTF8PROC_CATEGORY_CF ? KIND_NOTHING : KIND_BREAK;
}

static uint32_t fold_digit(uint32_t code) {
    static const uint32_t zeros[] = {0x660, 0x6f0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66,
                                     0xbe6, 0xc66, 0xce6, 0xd66, 0xe50, 0xed0};
    for (size_t i = 0; i < sizeof zeros / sizeof *zeros; i++)
        if (within(code, zeros[i], zeros[i] + 9)) return '0' + (code - zeros[i]);
    return code;
}

// One letter for those that stand for each other, and for those that no decomposition takes apart.
static uint32_t fold_variant(uint32_t code) {
    switch (code) {
        case 0x649:  // alef maksura
        case 0x64a:  // Arabic yeh
        case 0x6d2:  // yeh barree
        case 0x6d0:
            return 0x6cc;
        case 0x643:  // Arabic kaf
        case 0x6aa:
            return 0x6a9;
        case 0x629:  // teh marbuta
        case 0x6be:
        case 0x6c1:
        case 0x6c3:
        case 0x6d5:
            return 0x647;
        case 0x671:  // alef wasla
            return 0x627;
        case 0x131:  // dotless i
            return 'i';
        case 0x142:
            return 'l';
        case 0xf8:
            return 'o';
        case 0x111:
        case 0xf0:
            return 'd';
        case 0x127:
            return 'h';
        default:
            return fold_digit(code);
    }
}

static const char *fold_ligature(uint32_t code) {
    switch (code) {
        case 0xe6:
            return "ae";
        case 0x153:
            return "oe";
        case 0xfe:
            return "th";
        default:
            return NULL;
    }
}

struct word {
    char *bytes;
    size_t size, most;
};

// Cut at a whole character, and for good: what follows must not fill the gap.
static void append(struct word *word, const char *bytes, size_t size) {
    if (word->size + size > word->most) {
        word->most = word->size;
        return;
    }
    memcpy(word->bytes + word->size, bytes, size);
    word->size += size;
}

static void append_code(struct word *word, uint32_t code) {
    const char *ligature = fold_ligature(code);
    char bytes[4];
    if (ligature) {
        append(word, ligature, strlen(ligature));
    } else {
        append(word, bytes, utf8_encode(fold_variant(code), bytes));
    }
}

// й and ї are letters of their own, no и or і with an accent.
static uint32_t keep_whole(uint32_t code) {
    if (code == 0x419 || code == 0x439) return 0x439;
    if (code == 0x407 || code == 0x457) return 0x457;
    return 0;
}

static void append_letter(struct word *word, uint32_t code) {
    if (code < 0x80) {
        char byte = (char) (code >= 'A' && code <= 'Z' ? code + 32 : code);
        append(word, &byte, 1);
        return;
    }
    // Syllables of Hangul would come apart into three letters each.
    if (keep_whole(code) || within(code, 0xac00, 0xd7a3)) {
        append_code(word, keep_whole(code) ? keep_whole(code) : code);
        return;
    }
    utf8proc_int32_t codes[CODES_MOST];
    const utf8proc_option_t options = UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT | UTF8PROC_CASEFOLD;
    int boundary = UTF8PROC_BOUNDCLASS_START;
    utf8proc_ssize_t count = utf8proc_decompose_char((utf8proc_int32_t) code, codes, CODES_MOST, options, &boundary);
    if (count < 1 || count > CODES_MOST) {
        append_code(word, code);
        return;
    }
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        uint32_t part = (uint32_t) codes[i];
        if (is_mark(part) ? has_vowel_marks(part) : is_word(part)) append_code(word, part);
    }
}

// "й" written as и with a breve after it, and "ї" with a diaeresis.
static bool completes_letter(struct word *word, uint32_t code) {
    if ((code != 0x306 && code != 0x308) || word->size < 2) return false;
    char *last = word->bytes + word->size - 2;
    if (code == 0x306 && memcmp(last, "\xd0\xb8", 2) == 0) return memcpy(last, "\xd0\xb9", 2);
    if (code == 0x308 && memcmp(last, "\xd1\x96", 2) == 0) return memcpy(last, "\xd1\x97", 2);
    return false;
}

static bool is_plain_letter(unsigned char byte) {
    return (byte >= 'a' && byte <= 'z') || (byte >= 'A' && byte <= 'Z') || (byte >= '0' && byte <= '9');
}

void search_reader_init(struct search_reader *reader, const char *text, size_t size) {
    *reader = (struct search_reader){.text = text, .size = size};
}

static size_t classify(const struct search_reader *reader, uint32_t *ret_code, enum kind *ret_kind) {
    unsigned char byte = (unsigned char) reader->text[reader->at];
    if (byte < 0x80) {
        *ret_code = byte;
        *ret_kind = is_plain_letter(byte) ? KIND_LETTER : KIND_BREAK;
        return 1;
    }
    size_t length = utf8_decode(reader->text + reader->at, reader->size - reader->at, ret_code);
    *ret_kind = kind_of(*ret_code);
    return length;
}

// Does a joiner here hold on to a letter behind it?
static bool joins(struct search_reader reader) {
    while (reader.at < reader.size) {
        uint32_t code;
        enum kind kind;
        size_t length = classify(&reader, &code, &kind);
        if (kind != KIND_NOTHING && kind != KIND_JOINER) return kind == KIND_LETTER;
        reader.at += length;
    }
    return false;
}

// Reads on to the end of a word. True: a joiner holds it to the next.
static bool read_word(struct search_reader *reader, struct word *word, struct search_token *token) {
    while (reader->at < reader->size) {
        uint32_t code;
        enum kind kind;
        size_t length = classify(reader, &code, &kind);
        bool letter = kind == KIND_LETTER || kind == KIND_ALONE;
        if (word->size > 0 && (kind == KIND_BREAK || kind == KIND_ALONE)) return false;
        if (word->size == 0) token->start = reader->at;
        reader->at += length;
        if (letter) append_letter(word, code);
        if (kind == KIND_NOTHING && word->size > 0) completes_letter(word, code);
        if (kind != KIND_JOINER) token->end = reader->at;
        if (kind == KIND_ALONE && word->size > 0) return false;
        if (kind == KIND_JOINER && word->size > 0) return joins(*reader);
    }
    return false;
}

static void add_part(struct search_reader *reader, const struct search_token *part, bool goes_on) {
    if (reader->parts == 0 && !goes_on) return;
    if (reader->parts++ == 0) {
        reader->compound_size = 0;
        reader->compound_start = part->start;
    }
    struct word compound = {.bytes = reader->compound, .size = reader->compound_size, .most = SEARCH_COMPOUND_MOST};
    append(&compound, part->word, part->size);
    reader->compound_size = compound.size;
    reader->compound_end = part->end;
    reader->compound_due = !goes_on;
}

static void give_compound(struct search_reader *reader, struct search_token *ret) {
    memcpy(ret->word, reader->compound, reader->compound_size);
    ret->size = reader->compound_size;
    ret->start = reader->compound_start;
    ret->end = reader->compound_end;
    reader->compound_due = false;
    reader->parts = 0;
}

bool search_reader_next(struct search_reader *reader, struct search_token *ret) {
    ret->compound = reader->compound_due;
    if (reader->compound_due) {
        give_compound(reader, ret);
    } else {
        struct word word = {.bytes = ret->word, .most = SEARCH_WORD_MOST};
        bool goes_on = read_word(reader, &word, ret);
        ret->size = word.size;
        if (word.size > 0) add_part(reader, ret, goes_on);
    }
    ret->word[ret->size] = '\0';
    return ret->size > 0;
}

void search_fold(struct strbuf *out, const char *text, size_t size) {
    STRBUF_CLEAN struct strbuf compounds;
    strbuf_init(&compounds, 0);
    struct search_reader reader;
    struct search_token token;
    search_reader_init(&reader, text, size);
    while (search_reader_next(&reader, &token)) {
        struct strbuf *to = token.compound ? &compounds : out;
        if (to->size > 0) strbuf_addc(to, ' ');
        strbuf_add(to, token.word, token.size);
    }
    if (compounds.size == 0) return;
    if (out->size > 0) strbuf_addc(out, ' ');
    strbuf_add(out, compounds.data, compounds.size);
}
