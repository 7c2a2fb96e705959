// wxr fields: which element of an export file is which name of an object. Not for other rooms.
#pragma once

enum wxr_place {
    WXR_NOWHERE,  // what is in it is passed over
    WXR_DOCUMENT,
    WXR_RSS,
    WXR_CHANNEL,
    WXR_IN_AUTHOR,
    WXR_IN_CATEGORY,
    WXR_IN_TAG,
    WXR_IN_TERM,
    WXR_IN_ITEM,
    WXR_IN_ITEM_TERM,
    WXR_IN_COMMENT,
    WXR_IN_META,
    WXR_IN_VALUE,  // text, kept under a name
};

struct wxr_field {
    enum wxr_place in;
    const char *element;
    enum wxr_place opens;
    const char *name;  // WXR_IN_VALUE: of the value
};

// NULL: an element that nobody asks for.
const struct wxr_field *wxr_field_find(enum wxr_place in, const char *element);
