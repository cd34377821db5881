/** The demo, tested. */
@NullMarked
package org.hallkiosk.provisioning.demo;

import org.jspecify.annotations.NullMarked;
