// moved: addresses that things had on the site they were imported from. Asked when nothing here has the address.
#pragma once

struct page_context;

// The status of a redirect to where the thing is now, if everybody may see it. 0: the caller's 404 holds.
int moved_serve(struct page_context *page);
// The same for "uploads/2012/01/name-300x200.jpg", a size of a picture that the old site made: the whole picture's
// address is where it leads when this site has no such size.
int moved_serve_upload(struct page_context *page, const char *path);
