# cmake --install BUILD [--strip] --prefix DIR: the tree that the build folder already looks like, plus what a
# desktop needs.
install(TARGETS agon RUNTIME DESTINATION bin)
install(TARGETS agon_core LIBRARY DESTINATION lib/agon NAMELINK_SKIP)
get_property(_families GLOBAL PROPERTY AGON_FAMILIES)
install(TARGETS ${_families} LIBRARY DESTINATION lib/agon/families)
install(DIRECTORY resources/claims resources/data resources/examples DESTINATION share/agon)
install(FILES resources/papers.tsv DESTINATION share/agon)
install(FILES packaging/agon.desktop DESTINATION share/applications)
install(FILES resources/icons/agon.svg DESTINATION share/icons/hicolor/scalable/apps)

# The manifest holds the hashes of the libraries as they lie there, stripped or with another run path.
install(CODE "
    set(DIRECTORY \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/agon/families\")
    set(MANIFEST \"\$ENV{DESTDIR}\${CMAKE_INSTALL_PREFIX}/lib/agon/families.manifest.json\")
    include(\"${CMAKE_CURRENT_SOURCE_DIR}/cmake/WriteFamilyManifest.cmake\")")
