# The schemas of the answers (data/schemas) as one text in the daemon, a line each: the name, a tab, and
# the JSON without its line ends, which stand in no string.
file(GLOB schema_files CONFIGURE_DEPENDS ${PROJECT_SOURCE_DIR}/data/schemas/*.json)
set(schema_lines "")
set(schema_lines_30 "")
foreach(file IN LISTS schema_files)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  get_filename_component(name ${file} NAME_WE)
  file(READ ${file} json)
  string(REGEX REPLACE "\n *" "" json "${json}")
  string(APPEND schema_lines "${name}\t${json}\n")
  if(json MATCHES "patternProperties") # which 3.0.3 has not: members of other names are let through
    string(REPLACE "\"additionalProperties\": false" "\"additionalProperties\": true" json "${json}")
  endif()
  string(APPEND schema_lines_30 "${name}\t${json}\n")
endforeach()
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/schemas.txt CONTENT "${schema_lines}" @ONLY)
nearaid_embed(na_http na_schemas ${PROJECT_BINARY_DIR}/embedded/schemas.txt)

# The same as OpenAPI 3.0.3 writes them: a type that may be null is "nullable", and of two types none is said.
string(REGEX REPLACE "\"oneOf\": \\[({\"\\$ref\": \"[^\"]*\"}), {\"type\": \"null\"}\\]"
  "\"nullable\": true, \"allOf\": [\\1]" schema_lines_30 "${schema_lines_30}")
string(REGEX REPLACE "\"type\": \\[\"null\", \"([a-z]+)\"\\]" "\"type\": \"\\1\", \"nullable\": true"
  schema_lines_30 "${schema_lines_30}")
string(REGEX REPLACE "\"type\": \\[\"([a-z]+)\", \"null\"\\]" "\"type\": \"\\1\", \"nullable\": true"
  schema_lines_30 "${schema_lines_30}")
string(REGEX REPLACE "\"type\": \\[\"([a-z]+)\", \"([a-z]+)\"\\]" "\"x-type\": \"\\1 or \\2\""
  schema_lines_30 "${schema_lines_30}")
string(REGEX REPLACE "\"const\": (\"[^\"]*\"|[0-9.]+|true|false)" "\"enum\": [\\1]" schema_lines_30 "${schema_lines_30}")
string(REPLACE "{\"type\": \"null\"}" "{\"nullable\": true, \"enum\": [null]}" schema_lines_30 "${schema_lines_30}")
string(REPLACE "\"patternProperties\"" "\"x-patternProperties\"" schema_lines_30 "${schema_lines_30}")
string(REPLACE "\"unevaluatedProperties\": false" "\"x-closed\": true" schema_lines_30 "${schema_lines_30}")
file(CONFIGURE OUTPUT ${PROJECT_BINARY_DIR}/embedded/schemas_30.txt CONTENT "${schema_lines_30}" @ONLY)
nearaid_embed(na_http na_schemas_30 ${PROJECT_BINARY_DIR}/embedded/schemas_30.txt)
