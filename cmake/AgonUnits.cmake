# One function per kind of unit. A unit's CMakeLists.txt is a single call.

# The hash of the headers that a family compiles against. A plugin built against other headers is
# refused before it is loaded.
set(AGON_INTERFACE_HEADERS
    core/expected.h core/json.h core/experiment/parameters.h core/experiment/declarations.h
    core/experiment/observations.h core/experiment/recorder.h core/experiment/family.h
    plugins/interface/family_plugin.h)
set(_agon_interface_text "")
foreach(header IN LISTS AGON_INTERFACE_HEADERS)
    file(READ ${CMAKE_SOURCE_DIR}/${header} _text)
    string(APPEND _agon_interface_text "${_text}")
    set_property(DIRECTORY ${CMAKE_SOURCE_DIR} APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${CMAKE_SOURCE_DIR}/${header})
endforeach()
string(SHA256 AGON_INTERFACE_HASH "${_agon_interface_text}")
set(AGON_COMPILER_STAMP "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")

set(AGON_FAMILY_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/lib/agon/families)

# Writes the plugin's metadata with interface hash and compiler added, so that the loader can judge
# a library without loading it.
function(agon_stamp_metadata source destination)
    file(READ ${source} _json)
    string(JSON _json SET "${_json}" interfaceHash "\"${AGON_INTERFACE_HASH}\"")
    string(JSON _json SET "${_json}" compiler "\"${AGON_COMPILER_STAMP}\"")
    file(CONFIGURE OUTPUT ${destination} CONTENT "${_json}" @ONLY)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${source})
endfunction()

# agon_add_family(bandits): an OBJECT library agon_family_bandits of every .cpp (unit tests link
# it) and a MODULE library bandits that adds plugin.cpp.
function(agon_add_family name)
    file(GLOB_RECURSE _sources CONFIGURE_DEPENDS ${CMAKE_CURRENT_SOURCE_DIR}/*.cpp)
    list(REMOVE_ITEM _sources ${CMAKE_CURRENT_SOURCE_DIR}/plugin.cpp)
    # A catalogue brings the enumerators of its tables into scope; that must end with the file.
    set_source_files_properties(catalog.cpp PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
    add_library(agon_family_${name} OBJECT ${_sources})
    target_link_libraries(agon_family_${name} PUBLIC agon_options agon_core Eigen3::Eigen)
    target_include_directories(agon_family_${name} PUBLIC ${CMAKE_SOURCE_DIR})

    # moc looks beside plugin.cpp first, so the stamped copy must have a name of its own.
    set(_stamped ${CMAKE_CURRENT_BINARY_DIR}/stamped)
    agon_stamp_metadata(${CMAKE_CURRENT_SOURCE_DIR}/plugin.json ${_stamped}/stamped_plugin.json)
    add_library(${name} MODULE plugin.cpp)
    set_target_properties(${name} PROPERTIES
        AUTOMOC ON PREFIX "" LIBRARY_OUTPUT_DIRECTORY ${AGON_FAMILY_OUTPUT_DIRECTORY}
        INSTALL_RPATH "$ORIGIN/.."
        AUTOMOC_MOC_OPTIONS "-I${_stamped}")
    target_include_directories(${name} PRIVATE ${_stamped})
    target_link_libraries(${name} PRIVATE agon_family_${name} agon_qt_options Qt6::Core)
    add_custom_command(TARGET ${name} POST_BUILD
        COMMAND ${CMAKE_COMMAND} -DMANIFEST=${AGON_FAMILY_OUTPUT_DIRECTORY}/../families.manifest.json
            -DLIBRARY=$<TARGET_FILE:${name}> -P ${CMAKE_SOURCE_DIR}/cmake/WriteFamilyManifest.cmake
        VERBATIM)
    set_property(GLOBAL APPEND PROPERTY AGON_FAMILIES ${name})
endfunction()

# agon_add_tests(<libraries>): one QtTest executable for each *_test.cpp below the calling folder;
# the test is named by its path (core/random/philox_test). *_slow_test.cpp get the label "slow".
function(agon_add_tests)
    file(GLOB _sources CONFIGURE_DEPENDS RELATIVE ${CMAKE_SOURCE_DIR}/tests ${CMAKE_CURRENT_SOURCE_DIR}/*_test.cpp)
    foreach(source IN LISTS _sources)
        string(REGEX REPLACE "\\.cpp$" "" test "${source}")
        string(REPLACE "/" "_" target "${test}")
        add_executable(${target} ${CMAKE_SOURCE_DIR}/tests/${source})
        set_target_properties(${target} PROPERTIES
            AUTOMOC ON UNITY_BUILD OFF RUNTIME_OUTPUT_DIRECTORY ${CMAKE_BINARY_DIR}/tests)
        target_link_libraries(${target} PRIVATE agon_options Qt6::Test agon_test_golden ${ARGN})
        # What a test calls is optimised fully; its own code is compiled once and run once.
        target_compile_options(${target} PRIVATE $<$<CONFIG:RelWithDebInfo>:-O1>)
        target_include_directories(${target} PRIVATE ${CMAKE_SOURCE_DIR})
        target_compile_definitions(${target} PRIVATE
            AGON_SOURCE_DIR="${CMAKE_SOURCE_DIR}" AGON_BUILD_DIR="${CMAKE_BINARY_DIR}")
        add_test(NAME ${test} COMMAND ${target})
        set_tests_properties(${test} PROPERTIES TIMEOUT 300
            ENVIRONMENT "QT_QPA_PLATFORM=offscreen;QT_SCALE_FACTOR=1;LC_ALL=C.UTF-8;QT_STYLE_OVERRIDE=Fusion;QT_LOGGING_RULES=qt.qpa.*=false;TSAN_OPTIONS=suppressions=${CMAKE_SOURCE_DIR}/tests/tsan_suppressions.txt")
        if(test MATCHES "_slow_test$")
            set_tests_properties(${test} PROPERTIES LABELS slow TIMEOUT 7200)
        else()
            set_tests_properties(${test} PROPERTIES LABELS fast)
        endif()
    endforeach()
endfunction()
