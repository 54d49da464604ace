# Warnings, hardening and sanitizers, carried by one interface target.
add_library(nearaid_flags INTERFACE)
target_compile_definitions(nearaid_flags INTERFACE _POSIX_C_SOURCE=200809L)
target_compile_options(nearaid_flags INTERFACE
  -Wall -Wextra -Wconversion -Wshadow -Wvla -Wformat=2 -Wstrict-prototypes -Wmissing-prototypes
  -pedantic -fno-common -ffp-contract=off)
if(NEARAID_WERROR)
  target_compile_options(nearaid_flags INTERFACE -Werror)
endif()

# -ffp-contract=off above: a fused multiply-add would change the rounding that the exact predicates
# rely on.

# -O1 in a Debug build with sanitizers: its tests take a fourth of the time of -O0, and its traces stay readable.
if(NEARAID_SANITIZE)
  target_compile_options(nearaid_flags INTERFACE $<$<CONFIG:Debug>:-O1>)
  target_compile_options(nearaid_flags INTERFACE -fsanitize=${NEARAID_SANITIZE}
    -fno-omit-frame-pointer -fno-sanitize-recover=all -g)
  target_link_options(nearaid_flags INTERFACE -fsanitize=${NEARAID_SANITIZE})
else()
  target_compile_options(nearaid_flags INTERFACE -fstack-protector-strong
    $<$<NOT:$<CONFIG:Debug>>:-D_FORTIFY_SOURCE=2>)
  target_link_options(nearaid_flags INTERFACE -Wl,-z,relro,-z,now -Wl,-z,noexecstack
    $<$<STREQUAL:$<TARGET_PROPERTY:TYPE>,EXECUTABLE>:-pie>)
endif()

# A program asks for the libraries that it calls, and for no others.
target_link_options(nearaid_flags INTERFACE -Wl,--as-needed)
