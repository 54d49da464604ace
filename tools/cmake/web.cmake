# The page as a part of the daemon: what web/ holds, and Leaflet as Debian packs it. In this one
# place is the list of files that are served below /web (src/http/web.h).
include(${CMAKE_CURRENT_LIST_DIR}/embed_files.cmake)

set(NEARAID_LEAFLET /usr/share/javascript/leaflet CACHE PATH
  "Folder of leaflet.min.js, leaflet.css and images/ (Debian: libjs-leaflet)")
if(NOT EXISTS ${NEARAID_LEAFLET}/leaflet.min.js)
  message(FATAL_ERROR "No leaflet.min.js in ${NEARAID_LEAFLET}: install libjs-leaflet "
    "(tools/setup does), or give -DNEARAID_LEAFLET=FOLDER")
endif()

set(web_files "")
file(GLOB files CONFIGURE_DEPENDS RELATIVE ${PROJECT_SOURCE_DIR}/web
  ${PROJECT_SOURCE_DIR}/web/*.html ${PROJECT_SOURCE_DIR}/web/*.css
  ${PROJECT_SOURCE_DIR}/web/*.js ${PROJECT_SOURCE_DIR}/web/*.svg)
foreach(name IN LISTS files)
  list(APPEND web_files ${name} ${PROJECT_SOURCE_DIR}/web/${name})
endforeach()
# The short form, a third of the other: nobody reads it in the browser.
list(APPEND web_files leaflet/leaflet.js ${NEARAID_LEAFLET}/leaflet.min.js
  leaflet/leaflet.css ${NEARAID_LEAFLET}/leaflet.css)
file(GLOB files RELATIVE ${NEARAID_LEAFLET} ${NEARAID_LEAFLET}/images/*.png)
foreach(name IN LISTS files)
  list(APPEND web_files leaflet/${name} ${NEARAID_LEAFLET}/${name})
endforeach()
nearaid_embed_files(na_http ${web_files})
