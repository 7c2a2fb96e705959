// fuzz: what every target has.
#pragma once

#include <stddef.h>
#include <stdint.h>

// Called with each input; aborts when something that must hold does not.
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);
