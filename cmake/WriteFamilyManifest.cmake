# Enters libraries with their SHA-256 into the manifest of own families, which the loader trusts.
#   cmake -DMANIFEST=… -DLIBRARY=…   -P: one library, after it was built
#   cmake -DMANIFEST=… -DDIRECTORY=… -P: every library of a folder, after it was installed
set(_json "{}")
if(LIBRARY)
    # Several libraries are built at a time. The lock goes with this process.
    file(LOCK ${MANIFEST}.lock TIMEOUT 60)
    set(_libraries ${LIBRARY})
    if(EXISTS ${MANIFEST})
        file(READ ${MANIFEST} _json)
    endif()
else()
    file(GLOB _libraries ${DIRECTORY}/*.so)
endif()
foreach(_library IN LISTS _libraries)
    get_filename_component(_name ${_library} NAME)
    file(SHA256 ${_library} _hash)
    string(JSON _json SET "${_json}" "${_name}" "\"${_hash}\"")
endforeach()
file(WRITE ${MANIFEST} "${_json}\n")
