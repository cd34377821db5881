/** Every sentence that a person reads, in Chinese and English; codes and arguments in, text out. */
@NullMarked
package org.hallkiosk.core.text;

import org.jspecify.annotations.NullMarked;
