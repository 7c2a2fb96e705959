// content_type: what a file is, by its name. script/embed.py asks the same table of its own; a test compares them.
#pragma once

// "application/octet-stream" for what is not known.
const char *content_type_of(const char *path);
