// page_key: by what a page is found: its path and the parameters that its row knows, in one spelling. And who
// must not get such a page: whoever may be shown something of their own.
#pragma once

#include <stdbool.h>

struct arena;
struct message;
struct request;

// What is asked of a kept page, and by whom.
struct page_asker {
    bool personal;       // brings credentials, or what was remembered of a reader: no page of all for them
    const char *origin;  // NULL: none
    const char *accept_encoding, *if_none_match, *if_modified_since;
};
struct page_asker page_asker_read(const struct message *message);

// Cookies by which somebody is known. Others say nothing to this program.
bool page_cookie_is_personal(const char *name);

// The key of a request that has found its row; NULL: it is not answered from kept pages. Parameters that the row does
// not know are taken out of the request, so that a page cannot depend on them.
const char *page_key_make(struct request *request, const struct page_asker *asker);
// Keys that an address may have as it was sent, without a look at the site map: of an ordinary page, and of one whose
// headers depend on the origin. What is found by them is what page_key_make() would lead to. NULL: look no further.
const char *page_key_as_sent(struct arena *arena, const char *target, const struct page_asker *asker, bool by_origin);
