# A piece for the function _init, between what crti.o and crtn.o bring.
	.section .init, "ax", @progbits
	lea	text(%rip), %rdi
	call	puts@PLT

	.section .rodata
text:	.string "in the middle of _init"
	.section .note.GNU-stack, "", @progbits
