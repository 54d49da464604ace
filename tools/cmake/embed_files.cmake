# Put files into a target, texts also as gzip makes them, as the table na_web_files (src/http/web.h), made when the target is built
# and again when one of them changes:
#
#   nearaid_embed_files(TARGET NAME FILE [NAME FILE]...)
#
# Included, this defines the function; run by `cmake -P` with LIST and OUTPUT, it writes the source.
if(NOT CMAKE_SCRIPT_MODE_FILE)
  set(NEARAID_EMBED_SCRIPT ${CMAKE_CURRENT_LIST_FILE})

  function(nearaid_embed_files target)
    set(pairs ${ARGN})
    set(lines "")
    set(files "")
    while(pairs)
      list(POP_FRONT pairs name file)
      string(APPEND lines "${name}|${file}\n")
      list(APPEND files ${file})
    endwhile()
    set(list ${PROJECT_BINARY_DIR}/embedded/web_files.list)
    set(source ${PROJECT_BINARY_DIR}/embedded/web_files.c)
    file(CONFIGURE OUTPUT ${list} CONTENT "${lines}" @ONLY)
    add_custom_command(OUTPUT ${source}
      COMMAND ${CMAKE_COMMAND} -DLIST=${list} -DOUTPUT=${source} -P ${NEARAID_EMBED_SCRIPT}
      DEPENDS ${list} ${files} ${NEARAID_EMBED_SCRIPT} VERBATIM)
    target_sources(${target} PRIVATE ${source})
  endfunction()
  return()
endif()

# The bytes of a file as an array.
function(append_array to name file)
  file(READ ${file} hex HEX)
  if(name MATCHES "^zipped")
    # gzip notes when it was made, which is nobody's business and would make each build another.
    string(REGEX REPLACE "^(1f8b08..)........" "\\100000000" hex "${hex}")
  endif()
  # Lines of 16 bytes first: compilers and people choke on one of half a megabyte.
  string(REGEX REPLACE "(................................)" "\\1\n" hex "${hex}")
  string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
  set(${to} "${${to}}static const unsigned char ${name}[] = {\n${bytes}0};\n" PARENT_SCOPE)
endfunction()

file(STRINGS ${LIST} lines)
set(arrays "")
set(rows "")
set(number 0)
foreach(line IN LISTS lines)
  string(REGEX REPLACE "^([^|]*)\\|.*$" "\\1" name "${line}")
  string(REGEX REPLACE "^[^|]*\\|" "" file "${line}")
  append_array(arrays file_${number} ${file})
  set(zipped "NULL, 0")
  if(name MATCHES "\\.(css|js|svg)$")
    file(ARCHIVE_CREATE OUTPUT ${OUTPUT}.gz PATHS ${file} FORMAT raw COMPRESSION GZip
      COMPRESSION_LEVEL 9)
    append_array(arrays zipped_${number} ${OUTPUT}.gz)
    set(zipped "zipped_${number}, sizeof zipped_${number} - 1")
  endif()
  string(APPEND rows "    {\"${name}\", file_${number}, sizeof file_${number} - 1, ${zipped}},\n")
  math(EXPR number "${number} + 1")
endforeach()
file(WRITE ${OUTPUT} "#include \"http/web.h\"\n\n${arrays}\nconst struct na_web_file na_web_files[] = {\n${rows}};\nconst size_t na_web_file_count = ${number};\n")
