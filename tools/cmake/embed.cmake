# Put the bytes of a file into a target: const unsigned char SYMBOL[], const size_t SYMBOL_length.
function(nearaid_embed target symbol file)
  set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${file})
  file(READ ${file} hex HEX)
  string(REGEX REPLACE "(..)" "0x\\1," bytes "${hex}")
  string(REGEX REPLACE "((0x..,)(0x..,)?(0x..,)?(0x..,)?(0x..,)?(0x..,)?(0x..,)?(0x..,)?)" "\\1\n"
    bytes "${bytes}")
  set(source ${PROJECT_BINARY_DIR}/embedded/${symbol}.c)
  file(CONFIGURE OUTPUT ${source} CONTENT
    "#include <stddef.h>\nextern const unsigned char ${symbol}[];\nextern const size_t ${symbol}_length;\nconst unsigned char ${symbol}[] = {\n${bytes}0};\nconst size_t ${symbol}_length = sizeof ${symbol} - 1;\n"
    @ONLY)
  target_sources(${target} PRIVATE ${source})
endfunction()
