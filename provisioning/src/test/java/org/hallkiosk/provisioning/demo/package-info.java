/** The demo as a process of its own, used as its users use it. */
@NullMarked
package org.hallkiosk.provisioning.demo;

import org.jspecify.annotations.NullMarked;
