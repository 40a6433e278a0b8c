#pragma once

/** Marks what the shared library agon_core offers to families, storage and views. */
#ifdef AGON_CORE_BUILD
#define AGON_CORE_EXPORT __attribute__((visibility("default")))
#else
#define AGON_CORE_EXPORT
#endif
