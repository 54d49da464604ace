# What `cmake --install` puts where: programs, library, headers, CMake package, pkg-config file.
include(CMakePackageConfigHelpers)

install(TARGETS nearaid EXPORT nearaid-targets
  LIBRARY DESTINATION ${CMAKE_INSTALL_LIBDIR})
install(TARGETS nearaid_cli nearaidd RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
install(DIRECTORY include/nearaid DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
  FILES_MATCHING PATTERN "*.h")
install(FILES ${PROJECT_BINARY_DIR}/include/nearaid/version.h
  DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}/nearaid)
install(DIRECTORY data/templates data/profiles DESTINATION ${CMAKE_INSTALL_DATADIR}/nearaid)
install(EXPORT nearaid-targets NAMESPACE nearaid::
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/nearaid)
configure_package_config_file(tools/cmake/nearaid-config.cmake.in
  ${PROJECT_BINARY_DIR}/nearaid-config.cmake
  INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/nearaid)
write_basic_package_version_file(${PROJECT_BINARY_DIR}/nearaid-config-version.cmake
  COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/nearaid-config.cmake
  ${PROJECT_BINARY_DIR}/nearaid-config-version.cmake
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/nearaid)
configure_file(tools/cmake/nearaid.pc.in ${PROJECT_BINARY_DIR}/nearaid.pc @ONLY)
install(FILES ${PROJECT_BINARY_DIR}/nearaid.pc
  DESTINATION ${CMAKE_INSTALL_LIBDIR}/pkgconfig)
