// sanitize_invariant: what must hold of every output of the sanitiser, checked with lists of its own.
#pragma once

#include <stdbool.h>
#include <stddef.h>

#include "server/text/sanitize.h"

// True when the HTML, parsed again, has only permitted elements, attributes, URL schemes and comments,
// at a permitted depth. Else says what is wrong.
bool sanitize_invariant_holds(enum sanitize_policy policy, const char *html, char *message, size_t message_size);

// Does HTML stay in the element of the page that it is put into, so that what follows is neither swallowed nor moved?
bool sanitize_invariant_contained(const char *html);
