# The schemas of the answers (data/schemas) as one text in the daemon, a line each: the name, a tab, and
# the JSON without its line ends, which stand in no string.
file(GLOB schema_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/schemas/*.json)
set(schema_lines "")
foreach(file IN LISTS schema_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} json)
  string(REGEX REPLACE "\n *" "" json "${json}")
  string(APPEND schema_lines "${name}\t${json}\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/schemas.txt CONTENT "${schema_lines}" @ONLY)
nearaid_embed(na_http na_schemas ${PROJECT_BINARY_DIR}/embedded/schemas.txt)
