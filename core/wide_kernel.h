#pragma once

/** Before a function's definition: compiled, with all that it calls, once for processors with AVX2
 *  and once for all others; which one is called is settled when the program is loaded. Numbers are
 *  the same either way, since nothing is contracted or reordered. Under the thread sanitizer, which
 *  would be called before it is there, only once. */
#if defined(__x86_64__) && !defined(__SANITIZE_THREAD__)
#define AGON_WIDE_KERNEL [[gnu::target_clones("avx2", "default"), gnu::flatten]]
#else
#define AGON_WIDE_KERNEL
#endif
