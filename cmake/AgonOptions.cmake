# Flags every target of the project shares. Targets opt in by linking agon_options.

option(AGON_WARNINGS_AS_ERRORS "Treat warnings as errors (developers and CI, never users)" OFF)
option(AGON_ASSERTIONS "Keep assertions in optimised builds" OFF)
set(AGON_SANITIZER "" CACHE STRING "Value of -fsanitize=, for instance address,undefined or thread")

set(CMAKE_CXX_STANDARD 20)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_CXX_VISIBILITY_PRESET hidden)
set(CMAKE_VISIBILITY_INLINES_HIDDEN ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
set(CMAKE_LIBRARY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib)
set(CMAKE_RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/bin)
if(NOT CMAKE_BUILD_TYPE)
    set(CMAKE_BUILD_TYPE Release CACHE STRING "" FORCE)
endif()

# Most of the time of a compilation goes into headers and what they instantiate, so several sources of a
# library are compiled as one. Names in anonymous namespaces are therefore unique within their library.
option(AGON_UNITY "Compile several sources of a library as one" ON)
set(CMAKE_UNITY_BUILD ${AGON_UNITY})
set(CMAKE_UNITY_BUILD_BATCH_SIZE 10 CACHE STRING "Sources compiled as one; 0: all of a library")
# Lines in stack traces. For a debugger that shows variables there is the preset "debug".
set(CMAKE_CXX_FLAGS_RELWITHDEBINFO "-O2 -g1 -DNDEBUG")

find_program(AGON_CCACHE ccache)
if(AGON_CCACHE)
    set(CMAKE_CXX_COMPILER_LAUNCHER ${AGON_CCACHE})
endif()

add_library(agon_options INTERFACE)
# The product must give the same bits on every machine of one class: no contraction into fused
# multiply-add, no -ffast-math. -Wno-restrict: a false alarm of g++ 12 in std::string.
target_compile_options(agon_options INTERFACE
    -ffp-contract=off -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wno-restrict
    # At -O3 g++ 12 takes members of a std::variant that is never read for uninitialised ones.
    $<$<CONFIG:Release>:-Wno-maybe-uninitialized>)
target_link_options(agon_options INTERFACE -Wl,--no-undefined)
target_compile_definitions(agon_options INTERFACE EIGEN_DONT_PARALLELIZE)
if(AGON_WARNINGS_AS_ERRORS)
    target_compile_options(agon_options INTERFACE -Werror)
endif()
if(AGON_ASSERTIONS)
    string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELWITHDEBINFO "${CMAKE_CXX_FLAGS_RELWITHDEBINFO}")
    string(REPLACE "-DNDEBUG" "" CMAKE_CXX_FLAGS_RELEASE "${CMAKE_CXX_FLAGS_RELEASE}")
endif()
if(AGON_SANITIZER)
    # Applied globally, so that Qt's moc objects and test executables are instrumented alike. Optimising
    # instrumented code fully, with all of its debug information, takes a multiple of the time.
    add_compile_options(-O1 -g1 -fsanitize=${AGON_SANITIZER} -fno-omit-frame-pointer -fno-sanitize-recover=all)
    add_link_options(-fsanitize=${AGON_SANITIZER})
    # g++ 12 warns falsely about instrumented code.
    target_compile_options(agon_options INTERFACE -Wno-maybe-uninitialized -Wno-stringop-overflow -Wno-array-bounds)
    if(AGON_SANITIZER MATCHES "thread")
        target_compile_definitions(agon_options INTERFACE AGON_PLAIN_THREADS)
    endif()
endif()

# What Qt code of the product adds; tests may write their texts without conversions.
add_library(agon_qt_options INTERFACE)
target_link_libraries(agon_qt_options INTERFACE agon_options)
target_compile_definitions(agon_qt_options INTERFACE AGON_VERSION="${PROJECT_VERSION}" QT_NO_FOREACH QT_NO_CAST_FROM_ASCII QT_NO_KEYWORDS)
